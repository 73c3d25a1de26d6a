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
  package let exponents: UnsafeMutablePointer<Int64>
  /// Signals flushed to zero against the largest of their layer since the pass was made.
  package private(set) var flushed: Int64 = 0

  private let kernels = Element.kernels
  private let input: InputPass<Element>
  private let top: Int
  private let signals: [RowBuffer<Element>]
  private let slopes: RowBuffer<Element>
  private lazy var softmax = SoftmaxDerivative<Element>(architecture)

  /// The rows that go through a pass together: enough for the speed of products, few enough for
  /// the cache to hold what is handed on.
  private static var tileRows: Int { 480 }

  /// The number of examples that go through a pass together; it depends on the output alone.
  package static func tile(_ architecture: Architecture, _ output: JacobianOutput) -> Int {
    max(1, tileRows / architecture.count(of: output))
  }

  package init(_ architecture: Architecture, output: JacobianOutput, capacity: Int? = nil) {
    self.architecture = architecture
    self.output = output
    self.capacity = capacity ?? Self.tile(architecture, output)
    top = architecture.topStage(output)
    outputs = architecture.count(of: output)
    let rows = self.capacity * outputs
    input = InputPass(architecture, capacity: self.capacity)
    exponents = .allocate(capacity: max(1, rows))
    exponents.initialize(repeating: 0, count: max(1, rows))
    signals = architecture.hiddenWidths.prefix(top).map { RowBuffer(capacity: rows, columns: $0) }
    slopes = RowBuffer(capacity: 1, columns: outputs)
  }

  deinit {
    exponents.deallocate()
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
    begin(parameters, examples, rule, top > 0 ? signals[top - 1].pointer : target)
    for index in stride(from: top - 1, through: 0, by: -1) {
      let stage = architecture.stages[index]
      let signal = signals[index].pointer
      weaken(index, examples, rule, signal)
      kernels.gemm(
        signal, parameters + stage.weight, index > 0 ? signals[index - 1].pointer : target,
        ProductShape(m: examples * outputs, n: stage.inputs, k: stage.outputs))
    }
    if output == .probabilities { applySoftmax(target, examples: examples, rule: rule) }
  }

  /// Turns the latest Jacobians, of logits, into those of probabilities.
  package func applySoftmax(
    _ target: UnsafeMutablePointer<Element>, examples: Int, rule: GradientRule
  ) {
    softmax.apply(logits, examples: examples, rule: rule, target, exponents)
  }

  /// The signals at the inputs of the last stage: its weights, times the slopes of its units.
  private func begin(
    _ parameters: UnsafePointer<Element>, _ examples: Int, _ rule: GradientRule,
    _ target: UnsafeMutablePointer<Element>
  ) {
    let stage = architecture.stages[top]
    let width = stage.inputs
    for example in 0..<examples {
      let block = target + example * outputs * width
      block.update(from: parameters + stage.weight, count: outputs * width)
      guard case .hiddenLayer = output else { continue }
      loadSlopes(example, rule)
      for unit in 0..<outputs {
        kernels.scale(Int64(width), block + unit * width, slopes.pointer[unit])
      }
    }
  }

  /// The slopes of a hidden layer's own units at one example, as mantissas and powers of two.
  private func loadSlopes(_ example: Int, _ rule: GradientRule) {
    let slopes = slopes.pointer
    let start = example * outputs
    if rule == .naive {
      slopes.update(repeating: 1, count: outputs)
      kernels.backwardNaive(
        architecture.stages[top].activation?.kernel ?? 0, Int64(outputs), slopes,
        input.activity(ofHiddenLayer: top) + start)
      return
    }
    let logarithms = input.logSlope(ofHiddenLayer: top) + start
    for unit in 0..<outputs {
      let slope = ScaledValue(exponential: Double(logarithms[unit]))
      slopes[unit] = Element(slope.significand)
      exponents[start + unit] = Int64(slope.exponent)
    }
  }

  /// Multiplies the signals of a hidden layer by its slopes; rows of an example share them.
  private func weaken(
    _ hidden: Int, _ examples: Int, _ rule: GradientRule, _ signal: UnsafeMutablePointer<Element>
  ) {
    let stage = architecture.stages[hidden]
    let kind = stage.activation?.kernel ?? 0
    let width = stage.outputs
    for example in 0..<examples {
      for row in example * outputs..<(example + 1) * outputs {
        if rule == .naive {
          kernels.backwardNaive(
            kind, Int64(width), signal + row * width,
            input.activity(ofHiddenLayer: hidden) + example * width)
        } else {
          kernels.backwardStable(
            1, Int64(width), signal + row * width,
            input.logSlope(ofHiddenLayer: hidden) + example * width, exponents + row, &flushed)
        }
      }
    }
  }
}
