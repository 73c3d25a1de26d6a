package import PlateauNumerics

/// The memory for passes of up to `capacity` examples through one architecture, by one thread.
///
/// Everything is allocated when it is made, or when the first stable gradient is asked for; passes
/// allocate nothing.
package final class InputPass<Element: Scalar> {
  package let architecture: Architecture
  package let capacity: Int
  package let logits: RowBuffer<Element>
  /// The power of two by which each example's gradient is to be multiplied.
  package let exponents: UnsafeMutablePointer<Int64>
  /// Signals flushed to zero against the largest of their layer since the pass was made.
  package var flushed: Int64 = 0

  private let kernels = Element.kernels
  private let activations: [RowBuffer<Element>]
  private let signals: [RowBuffer<Element>]
  private let logitSignal: RowBuffer<Element>
  private var rule = GradientRule.naive
  private lazy var logSlopes = hiddenBuffers()
  private lazy var zeros = RowBuffer<Element>(
    capacity: 1, columns: architecture.hiddenWidths.max() ?? 0)
  private lazy var spare = RowBuffer<Element>(
    capacity: capacity, columns: architecture.hiddenWidths.max() ?? 0)

  package init(_ architecture: Architecture, capacity: Int) {
    self.architecture = architecture
    self.capacity = capacity
    logits = RowBuffer(capacity: capacity, columns: architecture.classCount)
    logitSignal = RowBuffer(capacity: capacity, columns: architecture.classCount)
    exponents = .allocate(capacity: max(1, capacity))
    exponents.initialize(repeating: 0, count: max(1, capacity))
    let hidden = { () -> [RowBuffer<Element>] in
      architecture.hiddenWidths.map { RowBuffer(capacity: capacity, columns: $0) }
    }
    activations = hidden()
    signals = hidden()
  }

  deinit {
    exponents.deallocate()
  }

  private func hiddenBuffers() -> [RowBuffer<Element>] {
    architecture.hiddenWidths.map { RowBuffer(capacity: capacity, columns: $0) }
  }

  /// The activity of a hidden layer in the latest forward pass, of shape `[rows, units]`.
  package func activity(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(activations[index].pointer)
  }

  // MARK: - Forward

  /// Computes the logits of `rows` examples.
  package func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int
  ) {
    forward(parameters, inputs, rows: rows) { stage, output, bias, _ in
      kernels.activate(
        stage.activation?.kernel ?? 0, Int64(rows), Int64(stage.outputs), output, bias)
    }
  }

  /// Computes the logits, and keeps what enters each hidden nonlinearity.
  package func forwardKeepingPreActivations(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int
  ) {
    forward(parameters, inputs, rows: rows) { stage, output, bias, hidden in
      let count = Int64(stage.outputs)
      kernels.activate(0, Int64(rows), count, output, bias)
      guard let hidden else { return }
      logSlopes[hidden].pointer.update(from: output, count: rows * stage.outputs)
      kernels.activate(
        stage.activation?.kernel ?? 0, Int64(rows), count, output, zeros.pointer)
    }
  }

  /// What entered a hidden nonlinearity in the latest pass that kept it, of shape `[rows, units]`.
  package func preActivation(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(logSlopes[index].pointer)
  }

  /// The logarithms of a hidden layer's slopes in the latest pass under a rule other than `naive`,
  /// of shape `[rows, units]`.
  package func logSlope(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(logSlopes[index].pointer)
  }

  /// Also stores log-slopes, of the exact network where the softness is 0, or of the softened one.
  private func forwardWithLogSlopes(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    softness: Element, passes: SurrogatePasses
  ) {
    forward(parameters, inputs, rows: rows) { stage, output, bias, hidden in
      guard let hidden else {
        return kernels.activate(0, Int64(rows), Int64(stage.outputs), output, bias)
      }
      let kind = stage.activation?.kernel ?? 0
      let slopes = logSlopes[hidden].pointer
      if passes == .both {
        kernels.activateLogSlope(
          kind, Int64(rows), Int64(stage.outputs), output, bias, softness, slopes)
      } else {
        spare.pointer.update(from: output, count: rows * stage.outputs)
        kernels.activateLogSlope(
          kind, Int64(rows), Int64(stage.outputs), spare.pointer, bias, softness, slopes)
        kernels.activate(kind, Int64(rows), Int64(stage.outputs), output, bias)
      }
    }
  }

  @inline(__always)
  private func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    activate: (DenseStage, UnsafeMutablePointer<Element>, UnsafePointer<Element>, Int?) -> Void
  ) {
    precondition(rows <= capacity, "more rows than there is room for")
    logits.count = rows
    var source = inputs
    let stages = architecture.stages
    for index in stages.indices {
      let stage = stages[index]
      let isHidden = index < stages.count - 1
      let output = isHidden ? activations[index].pointer : logits.pointer
      kernels.gemm(
        source, parameters + stage.weight, output,
        ProductShape(m: rows, n: stage.outputs, k: stage.inputs, transposesB: true))
      activate(stage, output, parameters + stage.bias, isHidden ? index : nil)
      source = UnsafePointer(output)
    }
  }

  // MARK: - Backward to the input

  /// Computes the logits under a rule, and keeps what ``pullBack(_:_:rows:into:)`` needs.
  ///
  /// After a surrogate of both passes the logits are those of the softened network.
  package func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    rule: GradientRule
  ) {
    self.rule = rule
    switch rule {
    case .naive: forward(parameters, inputs, rows: rows)
    case .stable:
      forwardWithLogSlopes(parameters, inputs, rows: rows, softness: 0, passes: .both)
    case .surrogate(let softness, let passes):
      precondition(softness > 0 && softness.isFinite, "the softness is positive and finite")
      // The kernels need 1/T to be a normal number too.
      let least = Element.leastNormalMagnitude
      forwardWithLogSlopes(
        parameters, inputs, rows: rows, softness: min(max(Element(softness), least), 1 / least),
        passes: passes)
    }
  }

  /// Computes the logits, and the gradient of each example's own loss with respect to its input.
  ///
  /// The gradient of row *i* is `gradient[i] · 2^exponents[i]`.
  package func inputGradient(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>,
    labels: UnsafePointer<Int32>, rows: Int, loss: LogitLoss, rule: GradientRule,
    into gradient: UnsafeMutablePointer<Element>
  ) {
    forward(parameters, inputs, rows: rows, rule: rule)
    loss.seed(
      logits.pointer, rows: rows, classes: architecture.classCount, labels: labels, rule: rule,
      into: logitSignal.pointer, exponents: exponents)
    pullBack(parameters, logitSignal.pointer, rows: rows, into: gradient)
  }

  /// Pulls cotangents of the logits back to the inputs of the latest ``forward`` under a rule.
  ///
  /// It may be called again for other cotangents. Those of row *i* are `cotangents[i] ·
  /// 2^exponents[i]`, and so is the gradient, with the exponents that are left.
  package func pullBack(
    _ parameters: UnsafePointer<Element>, _ cotangents: UnsafePointer<Element>, rows: Int,
    into gradient: UnsafeMutablePointer<Element>
  ) {
    let stages = architecture.stages
    var signal = cotangents
    for index in stride(from: stages.count - 1, through: 0, by: -1) {
      let stage = stages[index]
      let target = index > 0 ? signals[index - 1].pointer : gradient
      kernels.gemm(
        signal, parameters + stage.weight, target,
        ProductShape(m: rows, n: stage.inputs, k: stage.outputs))
      guard index > 0 else { return }
      let hidden = stages[index - 1]
      if rule == .naive {
        kernels.backwardNaive(
          hidden.activation?.kernel ?? 0, Int64(rows * hidden.outputs), target,
          activations[index - 1].pointer)
      } else {
        kernels.backwardStable(
          Int64(rows), Int64(hidden.outputs), target, logSlopes[index - 1].pointer, exponents,
          &flushed)
      }
      signal = UnsafePointer(target)
    }
  }
}
