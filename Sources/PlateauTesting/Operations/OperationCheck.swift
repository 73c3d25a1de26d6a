import PlateauCertification
import PlateauData
import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

/// Checks all that is derived from an operation on a small network that has it.
///
/// Passes, bounds and files derive what they do from one conformance; this is the test that all
/// operations share, new ones included.
///
/// ```swift
/// let layers: [Layer] = [.convolution(Convolution(channels: 3, window: Window(3)))]
/// #expect(try OperationCheck().failures(of: layers, on: InputShape(channels: 2, height: 5, width: 5)) == [])
/// ```
public struct OperationCheck: Sendable, Hashable {
  /// The numbers of threads that must give the same bits.
  public var threads: [Int]
  /// The random inputs of each ball that must lie within bounds; as many corners are tried, too.
  public var samples: Int
  /// The seed of weights and inputs.
  public var seed: UInt64

  /// Creates a check.
  ///
  /// - Precondition: there is a number of threads, and `samples` is not negative.
  public init(threads: [Int] = [1, 2, 4], samples: Int = 500, seed: UInt64 = 1) {
    precondition(!threads.isEmpty && threads.allSatisfy { $0 > 0 }, "there is a thread")
    precondition(samples >= 0, "no negative number of samples")
    (self.threads, self.samples, self.seed) = (threads, samples, seed)
  }

  /// Checks files, bits, gradients and bounds of a network of some layers.
  ///
  /// - Parameters:
  ///   - layers: The layers; their result need not be a vector.
  ///   - input: The shape of the input, of few values.
  ///   - isWhole: Whether the last of them puts out the logits; otherwise a dense layer of three units
  ///     follows.
  /// - Returns: What fails, in words; nothing if all is well.
  /// - Throws: `NetworkError` where the layers do not fit.
  /// - Complexity: some thousand passes through the network.
  public func failures(
    of layers: [Layer], on input: InputShape, isWhole: Bool = false
  ) throws(NetworkError) -> [String] {
    let end = isWhole ? [] : [Layer.dense(units: 3)]
    let architecture = try Architecture(input: input, layers: layers + end)
    var generator = SeededGenerator(seed: seed, purpose: "operation check")
    let network = Self.network(architecture, &generator)
    let inputs = inputs(of: architecture, &generator)
    let labels = (0..<inputs.rows).map { $0 % architecture.classCount }
    return files(network, inputs) + bits(network, inputs, labels)
      + gradients(network, inputs, labels) + bounds(network, inputs, labels, &generator)
  }

  /// A random network, of which no parameter is what it begins with: batch normalization would be the identity.
  package static func network(
    _ architecture: Architecture, _ generator: inout SeededGenerator
  ) -> Network<Double> {
    var network = Network<Double>(
      architecture, initializer: .uniformFanIn, using: &generator)
    for tensor in architecture.layout.tensors where !tensor.isWeight {
      for index in tensor.range {
        network.parameters[index] += Double.random(in: 0...0.5, using: &generator)
      }
    }
    return network
  }

  /// Checks files, bits, gradients and bounds of a network, such as one that was read.
  ///
  /// Inputs are random, from 0 to 1. Gradients are compared where the logits are finite, and only where
  /// no kink is near: how many components these are does not matter here.
  ///
  /// - Parameter network: The network, of few values.
  /// - Returns: What fails, in words; nothing if all is well.
  /// - Complexity: some passes through the network for each sample and each value of the input.
  public func failures(of network: Network<Double>) -> [String] {
    let architecture = network.architecture
    var generator = SeededGenerator(seed: seed, purpose: "operation check")
    let all = inputs(of: architecture, &generator)
    let logits = network.logits(of: all, workers: Workers(threads: 1))
    let kept = (0..<all.rows).filter { logits.row($0).allSatisfy(\.isFinite) }
    guard !kept.isEmpty else { return [] }
    let inputs = all.rows(at: kept)
    // With the class of the least logit no loss is so small that its differences are rounding alone.
    let labels = kept.map { row in
      let own = Array(logits.row(row))
      return own.indices.min { own[$0] < own[$1] } ?? 0
    }
    // There is no loss of one class.
    guard architecture.classCount > 1 else { return files(network, inputs) }
    return files(network, inputs) + bits(network, inputs, labels)
      + gradients(network, inputs, labels, allowsKinks: true)
      + bounds(network, inputs, labels, &generator)
  }

  private func inputs(
    of architecture: Architecture, _ generator: inout SeededGenerator
  ) -> Matrix<Double> {
    let (rows, columns) = (5, architecture.input.count)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double.random(in: 0...1, using: &generator) })
  }
}

// MARK: - Files and bits

extension OperationCheck {
  private func files(_ network: Network<Double>, _ inputs: Matrix<Double>) -> [String] {
    let workers = Workers(threads: 1)
    let expected = network.logits(of: inputs, workers: workers)
    var failures: [String] = []
    do {
      let file = try ONNXFile(parsing: try ONNXExport(network).encoded(), named: "m.onnx")
      let logits = file.interface.outputs(
        of: try file.network().logits(of: inputs, workers: workers))
      let scale = expected.elements.reduce(1) { max($0, $1.magnitude) }
      let error = zip(logits.elements, expected.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if !(error <= 1e-12 * scale) { failures.append("ONNX: logits differ by \(error)") }
    } catch {
      failures.append("ONNX: \(error)")
    }
    do {
      let bytes = try NetworkFile(network).safetensors().encoded()
      let read = try NetworkFile<Double>(
        try SafetensorsFile(parsing: bytes, named: "m.safetensors"))
      if read.network != network { failures.append("safetensors: another network") }
    } catch {
      failures.append("safetensors: \(error)")
    }
    return failures
  }

  private func bits(
    _ network: Network<Double>, _ inputs: Matrix<Double>, _ labels: [Int]
  ) -> [String] {
    func gradient(_ threads: Int) -> InputGradient<Double> {
      network.inputGradient(
        of: .crossEntropy, at: inputs, labels: labels, rule: .stable,
        workers: Workers(threads: threads))
    }
    let reference = gradient(threads[0])
    var failures: [String] = []
    for count in threads.dropFirst() where gradient(count) != reference {
      failures.append("bits: gradients differ with \(count) threads")
    }
    for row in 0..<inputs.rows {
      let alone = network.inputGradient(
        of: .crossEntropy,
        at: Matrix(rows: 1, columns: inputs.columns, elements: Array(inputs.row(row))),
        labels: [labels[row]], rule: .stable, workers: Workers(threads: 1))
      if Array(alone.mantissas.row(0)) != Array(reference.mantissas.row(row)) {
        failures.append("bits: the gradient of row \(row) differs when it is alone")
      }
    }
    return failures
  }
}

// MARK: - Gradients

extension OperationCheck {
  private func gradients(
    _ network: Network<Double>, _ inputs: Matrix<Double>, _ labels: [Int],
    allowsKinks: Bool = false
  ) -> [String] {
    let workers = Workers(threads: 1)
    let check = GradientCheck(tolerance: 1e-6, limit: allowsKinks ? 20 : nil, seed: seed)
    func passes(_ comparison: GradientComparison) -> Bool {
      allowsKinks ? comparison.largestError <= comparison.tolerance : comparison.passes
    }
    var failures: [String] = []
    for rule in [GradientRule.naive, .stable] {
      let comparison = check.inputs(
        of: network, loss: .crossEntropy, at: inputs, labels: labels, rule: rule, workers: workers)
      if !passes(comparison) { failures.append("gradients, \(rule.name): \(comparison)") }
    }
    let isNormalized = network.architecture.layout.tensors.contains { !$0.isTrained }
    guard !isNormalized, !network.parameters.isEmpty else { return failures }
    func parameters(of network: Network<Double>) -> GradientComparison {
      check.parameters(
        of: network, at: inputs, labels: labels,
        penaltyWeights: network.architecture.hiddenWidths.map { _ in 0.01 }, attentionWeight: 0.02,
        workers: workers)
    }
    let comparison = parameters(of: network)
    if !passes(comparison) {
      // At a tie of maxima of maxima a gradient can be that of no direction, and differences to both sides
      // agree all the same; nearby there is none.
      guard allowsKinks, comparison.largestError.isFinite, passes(parameters(of: moved(network)))
      else { return failures + ["gradients of parameters: \(comparison)"] }
    }
    return failures
  }

  /// A network with parameters a little off, so that nothing is tied.
  private func moved(_ network: Network<Double>) -> Network<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "operation check, ties")
    var moved = network
    for index in moved.parameters.indices {
      moved.parameters[index] += Double.random(in: -0x1p-8...0x1p-8, using: &generator)
    }
    return moved
  }
}

// MARK: - Bounds

extension OperationCheck {
  private func bounds(
    _ network: Network<Double>, _ inputs: Matrix<Double>, _ labels: [Int],
    _ generator: inout SeededGenerator
  ) -> [String] {
    let workers = Workers(threads: 1)
    var failures: [String] = []
    for norm in [Norm.lInfinity, .l2] {
      let threat = ThreatModel(norm: norm, epsilon: 0.1, bounds: 0...1)
      let intervals = IntervalBounds(network).layers(of: inputs, within: threat, workers: workers)
      let lines = LinearBounds(network).layers(of: inputs, within: threat, workers: workers)
      guard let interval = intervals.last, let line = lines.last else { continue }
      for place in interval.lower.elements.indices {
        let (low, high) = (interval.lower.elements[place], interval.upper.elements[place])
        let ends = [
          (low, low - line.lower.elements[place]), (high, line.upper.elements[place] - high),
        ]
        // Both round outwards, each in its own order.
        for (end, excess) in ends where excess > 1e-12 * max(1, end.magnitude) {
          failures.append(
            "bounds, \(norm): linear ones are looser than intervals at \(place), by \(excess)")
        }
      }
      let points = sampled(inputs, threat, &generator)
      let logits = network.logits(of: points, workers: workers)
      // What rounding of the passes themselves can be off by.
      let slack = 1e-12 * logits.elements.reduce(1) { max($0, $1.magnitude) }
      let margins = margins(network, inputs, labels, threat)
      for row in 0..<points.rows {
        for unit in 0..<logits.columns {
          let value = logits[row, unit]
          let example = row % inputs.rows
          let margin = logits[row, labels[example]] - value
          for (name, margins) in margins
          where unit != labels[example] && margin < margins[example] - slack {
            failures.append("bounds, \(norm): a margin by \(name) does not hold")
          }
          for (name, bound) in [("interval", interval), ("linear", line)]
          where value < bound.lower[example, unit] - slack
            || value > bound.upper[example, unit] + slack
          {
            failures.append("bounds, \(norm): an \(name) bound of logit \(unit) does not hold")
          }
        }
      }
    }
    return Array(Set(failures)).sorted()
  }

  /// Bounds of the least margins of inputs, which are rounded to single precision before.
  private func margins(
    _ network: Network<Double>, _ inputs: Matrix<Double>, _ labels: [Int], _ threat: ThreatModel
  ) -> [(name: String, bounds: [Double])] {
    let examples = Examples(
      inputs: inputs.converted(), labels: labels, classCount: network.architecture.classCount,
      shape: network.architecture.input)
    // The balls around what is rounded hold those that are sampled, which are a little smaller.
    return [CertificationMethod.interval, .crown, .alphaCROWN].map { method in
      (
        method.rawValue,
        MarginBounds(network, method: method).margins(
          of: examples, within: threat, workers: Workers(threads: 1))
      )
    }
  }

  /// Random points and corners of the balls, in turn around each input.
  private func sampled(
    _ inputs: Matrix<Double>, _ threat: ThreatModel, _ generator: inout SeededGenerator
  ) -> Matrix<Double> {
    let columns = inputs.columns
    var elements: [Double] = []
    for index in 0..<2 * samples * inputs.rows {
      let isCorner = index / inputs.rows % 2 == 0
      var change = (0..<columns).map { _ in Double.random(in: -1...1, using: &generator) }
      if isCorner { change = change.map { $0 < 0 ? -1 : 1 } }
      let length =
        threat.norm == .l2 ? change.reduce(0) { $0 + $1 * $1 }.squareRoot() : 1
      for (x, direction) in zip(inputs.row(index % inputs.rows), change) {
        elements.append(min(max(x + 0.999 * threat.epsilon * direction / length, 0), 1))
      }
    }
    return Matrix(rows: 2 * samples * inputs.rows, columns: columns, elements: elements)
  }
}
