import PlateauNetworks
import PlateauNumerics
import RealModule

/// A network as plain loops in double precision, its nonlinearities softened: φ(z/T), and T times
/// softplus or the difference of two for rectifiers.
struct PlainNetwork {
  struct Stage {
    let weight: [[Double]]
    let bias: [Double]
    let activation: Activation?
  }

  /// The nonlinearities whose softened forms it knows.
  static let softened: [Activation] = [.sigmoid, .tanh, .relu, .clippedReLU]

  let stages: [Stage]

  init<Element: Scalar>(_ network: Network<Element>) {
    let tensors = network.architecture.layout.tensors
    let activations = network.architecture.hiddenActivations + [nil]
    stages = activations.enumerated().map { index, activation in
      let values = network[tensors[2 * index]].map { Double($0) }
      let (outputs, inputs) = (tensors[2 * index].shape[0], tensors[2 * index].shape[1])
      return Stage(
        weight: (0..<outputs).map { Array(values[$0 * inputs..<($0 + 1) * inputs]) },
        bias: network[tensors[2 * index + 1]].map { Double($0) }, activation: activation)
    }
  }

  static func value(_ activation: Activation?, _ z: Double, _ softness: Double?) -> Double {
    let t = softness ?? 1
    func softplus(_ u: Double) -> Double { u > 0 ? u + .log(1 + .exp(-u)) : .log(1 + .exp(u)) }
    return switch activation {
    case nil: z
    case .sigmoid: 1 / (1 + .exp(-z / t))
    case .tanh: .tanh(z / t)
    case .relu: softness == nil ? max(0, z) : t * softplus(z / t)
    case .clippedReLU:
      softness == nil ? min(max(z, 0), 1) : t * (softplus(z / t) - softplus((z - 1) / t))
    case let other?: other.function.value(at: z)
    }
  }

  static func slope(_ activation: Activation?, _ z: Double, _ softness: Double) -> Double {
    func sigmoid(_ u: Double) -> Double { 1 / (1 + .exp(-u)) }
    let u = z / softness
    return switch activation {
    case nil: 1
    case .sigmoid: sigmoid(u) * sigmoid(-u) / softness
    case .tanh: (1 - .tanh(u) * .tanh(u)) / softness
    case .relu: sigmoid(u)
    case .clippedReLU: sigmoid(u) - sigmoid((z - 1) / softness)
    case let other?: other.function.slope(at: z)
    }
  }

  /// What enters each nonlinearity, and at last the logits; without a softness of the network
  /// itself.
  func preActivations(_ input: [Double], softness: Double? = nil) -> [[Double]] {
    var result: [[Double]] = []
    var activity = input
    for stage in stages {
      let z = zip(stage.weight, stage.bias).map { row, bias in
        zip(row, activity).reduce(bias) { $0 + $1.0 * $1.1 }
      }
      result.append(z)
      activity = z.map { Self.value(stage.activation, $0, softness) }
    }
    return result
  }

  /// The signal at the input, with slopes of a softness at given pre-activations.
  func backward(
    _ logitSignal: [Double], preActivations: [[Double]], softness: Double
  ) -> [Double] {
    var signal = logitSignal
    for index in stages.indices.reversed() {
      let stage = stages[index]
      let z = preActivations[index]
      signal = signal.indices.map {
        signal[$0] * Self.slope(stage.activation, z[$0], softness)
      }
      signal = stage.weight[0].indices.map { column in
        signal.indices.reduce(0) { $0 + signal[$1] * stage.weight[$1][column] }
      }
    }
    return signal
  }
}

/// −log softmax(logits) at the label, and its gradient.
func plainCrossEntropy(_ logits: [Double], label: Int) -> (loss: Double, gradient: [Double]) {
  let largest = logits.max() ?? 0
  let sum = logits.reduce(0) { $0 + .exp($1 - largest) }
  return (
    largest - logits[label] + .log(sum),
    logits.indices.map { .exp(logits[$0] - largest) / sum - ($0 == label ? 1 : 0) }
  )
}
