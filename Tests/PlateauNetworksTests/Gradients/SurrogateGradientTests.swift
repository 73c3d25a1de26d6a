import GoldenValues
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@Suite("Surrogate gradients")
struct SurrogateGradientTests {
  let workers = Workers(threads: 1)

  func gradient(
    _ example: RandomCase<Double>, _ rule: GradientRule, loss: LogitLoss = .crossEntropy
  ) -> InputGradient<Double> {
    example.network.inputGradient(
      of: loss, at: example.inputs, labels: example.labels, rule: rule, workers: workers)
  }

  @Test(arguments: PlainNetwork.softened, [0.1, 1, 1.25, 4, 50])
  func `of both passes are exact gradients of the softened network`(
    activation: Activation, softness: Double
  ) throws {
    // Smaller pre-activations for a small softness: at z/T of 50 differences see nothing.
    let example = try RandomCase<Double>.perceptron(activation, scale: 5 * min(1, softness))
    let plain = PlainNetwork(example.network)
    let values = gradient(example, .surrogate(softness: softness)).values
    // The softened network bends T times more slowly, and so may the step grow.
    let check = GradientCheck(step: softness * 0x1p-13)
    for row in 0..<example.inputs.rows {
      let comparison = check.compare(
        Array(values.row(row)), at: Array(example.inputs.row(row))
      ) { input in
        let logits = plain.preActivations(input, softness: softness)[2]
        return plainCrossEntropy(logits, label: example.labels[row]).loss
      }
      #expect(comparison.passes, "\(comparison)")
      #expect(comparison.inconclusive == 0)
    }
  }

  @Test(arguments: PlainNetwork.softened, [0.1, 1, 1.25, 4, 50])
  func `of the backward pass have soft slopes at the real pre-activations`(
    activation: Activation, softness: Double
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation, scale: 5 * min(1, softness))
    let plain = PlainNetwork(example.network)
    let values = gradient(example, .surrogate(softness: softness, passes: .backward)).values
    for row in 0..<example.inputs.rows {
      let preActivations = plain.preActivations(Array(example.inputs.row(row)))
      let signal = plainCrossEntropy(preActivations[2], label: example.labels[row]).gradient
      let expected = plain.backward(signal, preActivations: preActivations, softness: softness)
      // The plain loops lose digits in p − 1, 1 − tanh² and σ − σ: some hundred units.
      #expect(relativeError(Array(values.row(row)), expected) <= 1e-11)
    }
  }

  // T·softplus(z/T) is no rectifier at any T, 1 among them.
  @Test(arguments: [Activation.sigmoid, .tanh], [SurrogatePasses.both, .backward])
  func `of softness 1 are the stable gradients`(
    activation: Activation, passes: SurrogatePasses
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    for loss in LogitLoss.allCases {
      let surrogate = gradient(example, .surrogate(softness: 1, passes: passes), loss: loss)
      #expect(surrogate == gradient(example, .stable, loss: loss))
    }
  }

  @Test(arguments: [Activation.relu, .clippedReLU], [SurrogatePasses.both, .backward])
  func `of no softness are the stable gradients of rectifiers`(
    activation: Activation, passes: SurrogatePasses
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    for loss in LogitLoss.allCases {
      // 2⁻¹⁰⁰⁰: no |z| is near it.
      let limit = gradient(example, .surrogate(softness: 0x1p-1000, passes: passes), loss: loss)
      let stable = gradient(example, .stable, loss: loss)
      #expect(limit.values == stable.values)
      #expect(limit.exponents == stable.exponents)
    }
  }

  @Test(arguments: [SurrogatePasses.both, .backward])
  func `of a ReLU network are those of a rescaled one with a rescaled softness`(
    passes: SurrogatePasses
  ) throws {
    let example = try RandomCase<Double>.perceptron(.relu, scale: 5)
    for factor in [0x1p-7, 0x1p3] {
      let rescaled = example.network.multiplyingPreActivations(by: factor)
      for softness in [0.05, 1, 7] {
        let before = gradient(example, .surrogate(softness: softness, passes: passes))
        let after = rescaled.inputGradient(
          of: .crossEntropy, at: example.inputs, labels: example.labels,
          rule: .surrogate(softness: factor * softness, passes: passes), workers: workers)
        // Powers of two change no digit.
        #expect(after.values == before.values)
      }
    }
  }

  @Test(arguments: PlainNetwork.softened)
  func `report the logits their loss was taken of`(activation: Activation) throws {
    let example = try RandomCase<Double>.perceptron(activation, scale: 10)
    let plain = PlainNetwork(example.network)
    let evaluator = example.network.makeEvaluator(Double.self, capacity: 6)
    let inputs = RowBuffer<Double>(capacity: 6, columns: 8)
    inputs.load(example.inputs, rows: 0..<6)
    let gradient = RowBuffer<Double>(capacity: 6, columns: 8)
    let logits = RowBuffer<Double>(capacity: 6, columns: 4)
    for (passes, softness) in [(SurrogatePasses.both, 3.0), (.backward, nil)] {
      evaluator.gradient(
        of: .crossEntropy, at: inputs, labels: example.labels.map { Int32($0) },
        rule: .surrogate(softness: 3, passes: passes), into: gradient, logits: logits)
      for row in 0..<6 {
        let expected = plain.preActivations(Array(example.inputs.row(row)), softness: softness)[2]
        #expect(relativeError(Array(logits.matrix().row(row)), expected) <= 1e-12)
      }
    }
  }

  @Test func `find a way off a plateau where real slopes are flat`() throws {
    // Every unit of a layer is dead: the gradient is exactly zero, the softened one is not.
    let example = try RandomCase<Double>([.dense(units: 5), .activation(.relu)])
    var network = example.network
    let bias = network.architecture.layout.tensors[1]
    for index in bias.range { network.parameters[index] = -50 }
    for (rule, zeros) in [
      (GradientRule.naive, 6), (.stable, 6), (.surrogate(softness: 10), 0),
      (.surrogate(softness: 1), 0), (.surrogate(softness: 0.125), 0),
      (.surrogate(softness: 10, passes: .backward), 0),
    ] {
      let gradient = network.inputGradient(
        of: .margin, at: example.inputs, labels: example.labels, rule: rule, workers: workers)
      #expect(gradient.zeroCount == zeros, "\(rule)")
      #expect(gradient.flushedSignals == 0)
    }
  }
}

extension Network {
  /// The network with every pre-activation multiplied by a factor, and logits as they were if its
  /// units are ReLU.
  fileprivate func multiplyingPreActivations(by factor: Element) -> Network {
    var result = self
    let tensors = architecture.layout.tensors
    for tensor in tensors.dropLast(2) where tensor == tensors[0] || !tensor.isWeight {
      for index in tensor.range { result.parameters[index] *= factor }
    }
    for index in tensors[tensors.count - 2].range { result.parameters[index] /= factor }
    return result
  }
}
