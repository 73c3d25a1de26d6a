package import PlateauNumerics

/// The memory for the Jacobians of up to `capacity` examples at once, by one thread.
///
/// All rows of all examples go backward together. A pass begins with the weights of the last layer
/// that counts, whose rows are the signals of the outputs, so that no product is spent on one-hot
/// rows. Everything is allocated when it is made, or in the first stable pass.
package final class JacobianPass<Element: Scalar> {
  package let architecture: Architecture
  package let output: JacobianOutput
  /// The examples that there is room for.
  package let capacity: Int
  /// The outputs of each example.
  package let outputs: Int
  /// The power of two by which each row is to be multiplied, `[capacity · outputs]`.
  package var exponents: UnsafeMutablePointer<Int64> { backward.exponents }
  /// Signals flushed to zero against the largest of their layer since the pass was made.
  package var flushed: Int64 { backward.flushed }

  private let kernels = Element.kernels
  private let input: InputPass<Element>
  /// The stage that makes the output.
  private let top: Int
  private let backward: BackwardPass<Element>
  private let slopes: RowBuffer<Element>
  private lazy var softmax = SoftmaxDerivative<Element>(architecture)

  /// The rows that go through a pass together: enough for the speed of products, few enough for
  /// the cache to hold what is handed on.
  private static var tileRows: Int { 480 }

  /// The number of examples that go through a pass together; it depends on the architecture and the
  /// output alone.
  package static func tile(_ architecture: Architecture, _ output: JacobianOutput) -> Int {
    let rows = architecture.rowCapacity(upTo: architecture.topStage(output), most: tileRows)
    return max(1, rows / architecture.count(of: output))
  }

  package init(_ architecture: Architecture, output: JacobianOutput, capacity: Int? = nil) {
    self.architecture = architecture
    self.output = output
    self.capacity = capacity ?? Self.tile(architecture, output)
    top = architecture.topStage(output)
    outputs = architecture.count(of: output)
    input = InputPass(architecture, capacity: self.capacity)
    backward = BackwardPass(architecture, capacity: self.capacity * outputs, top: top + 1)
    slopes = RowBuffer(capacity: 1, columns: outputs)
  }

  /// The logits of the latest pass, of shape `[rows, classes]`.
  package var logits: UnsafePointer<Element> { UnsafePointer(input.logits.pointer) }

  /// Computes the Jacobians of some examples.
  ///
  /// - Parameters:
  ///   - parameters: The parameters of the network.
  ///   - inputs: Of shape `[examples, features]`.
  ///   - examples: Their number, at most ``capacity``.
  ///   - rule: How slopes are computed.
  ///   - target: Receives `[examples · outputs, features]`, to be multiplied by the powers of two
  ///     in ``exponents``.
  package func compute(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, examples: Int,
    rule: GradientRule, into target: UnsafeMutablePointer<Element>
  ) {
    input.forward(parameters, inputs, rows: examples, rule: rule)
    exponents.update(repeating: 0, count: examples * outputs)
    begin(parameters, examples, rule, target)
    if output == .probabilities { applySoftmax(target, examples: examples, rule: rule) }
  }

  /// Turns the latest Jacobians, of logits, into those of probabilities.
  package func applySoftmax(
    _ target: UnsafeMutablePointer<Element>, examples: Int, rule: GradientRule
  ) {
    softmax.apply(logits, examples: examples, rule: rule, target, exponents)
  }

  /// Begins with the signals of every output, and carries them back.
  private func begin(
    _ parameters: UnsafePointer<Element>, _ examples: Int, _ rule: GradientRule,
    _ target: UnsafeMutablePointer<Element>
  ) {
    let stage = architecture.stages[top]
    guard stage.isDense, let weight = stage.weight else {
      return beginWithUnits(parameters, examples, target)
    }
    // Those at the inputs of a dense stage are its weights, times the slopes of its units.
    let width = stage.inputs
    let first = stage.source == 0 ? target : backward.signal(of: stage.source)
    for example in 0..<examples {
      let block = first + example * outputs * width
      block.update(from: parameters + weight, count: outputs * width)
      guard case .hiddenLayer = output else { continue }
      loadSlopes(example, rule)
      for unit in 0..<outputs {
        kernels.scale(count: width, values: block + unit * width, by: slopes.pointer[unit])
      }
    }
    backward.run(
      from: stage.source, forward: input, parameters, rows: examples, copies: outputs, into: target)
  }

  /// Begins at the units of a layer themselves, in the order that users see.
  private func beginWithUnits(
    _ parameters: UnsafePointer<Element>, _ examples: Int, _ target: UnsafeMutablePointer<Element>
  ) {
    let shape = architecture.stages[top].output
    let pixels = shape.height * shape.width
    let signal = backward.signal(of: top + 1)
    signal.clear(count: examples * outputs * outputs)
    for row in 0..<examples * outputs {
      let unit = row % outputs
      let place = unit % pixels * shape.channels + unit / pixels
      signal[row * outputs + place] = 1
    }
    backward.run(
      from: top + 1, forward: input, parameters, rows: examples, copies: outputs, into: target)
  }

  /// The slopes of a hidden layer's own units at one example, as mantissas and powers of two.
  private func loadSlopes(_ example: Int, _ rule: GradientRule) {
    let slopes = slopes.pointer
    let start = example * outputs
    guard let hidden = architecture.stages[top].hidden else { return }
    if rule == .naive {
      slopes.update(repeating: 1, count: outputs)
      kernels.backwardNaive(
        architecture.stages[top].activation.kernel, count: outputs, signal: slopes,
        activation: input.slopeSource(ofHiddenLayer: hidden) + start)
      return
    }
    let logarithms = input.logSlope(ofHiddenLayer: hidden) + start
    let signs = input.slopeSign(ofHiddenLayer: hidden).map { $0 + start }
    for unit in 0..<outputs {
      let slope = ScaledValue(exponential: Double(logarithms[unit]))
      slopes[unit] = Element(slope.significand) * (signs?[unit] ?? 1)
      exponents[start + unit] = Int64(slope.exponent)
    }
  }
}
