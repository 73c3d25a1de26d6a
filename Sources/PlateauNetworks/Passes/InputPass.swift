import CPlateauKernels
package import PlateauNumerics

/// The memory for passes of up to `capacity` examples through one architecture, by one thread.
///
/// Everything is allocated when it is made, or when the first gradient, or the first stable one, is
/// asked for; passes allocate nothing.
package final class InputPass<Element: Scalar> {
  package let architecture: Architecture
  package let capacity: Int
  package let logits: RowBuffer<Element>
  /// When to leave off, with results that say nothing.
  package var deadline = Deadline.never
  /// The power of two by which each example's gradient is to be multiplied.
  package var exponents: UnsafeMutablePointer<Int64> { backward.exponents }
  /// Signals flushed to zero against the largest of their layer since the pass was made.
  package var flushed: Int64 {
    get { backward.flushed }
    set { backward.flushed = newValue }
  }

  let engine: StageEngine<Element>
  /// The winning pixels of each max pooling; nil for other stages.
  let winners: [UnsafeMutablePointer<Int32>?]
  private(set) var rule = GradientRule.naive
  /// Of the softened maps through which signals go back; nil for the maps themselves.
  package private(set) var softness: Element?

  private let kernels = Element.kernels
  /// By stage; the last are the logits.
  private let values: [RowBuffer<Element>]
  private let logitSignal: RowBuffer<Element>
  /// The max poolings that follow each stage's nonlinearity.
  private let poolings: [[Int]]
  /// Whether one of them has the channels of its stage as pixels, which have biases of their own.
  private let mixesChannels: [Bool]
  private let zeros: RowBuffer<Element>
  /// The latest inputs, where a nonlinear map takes them.
  private let keptInputs: RowBuffer<Element>?
  private lazy var backward = BackwardPass<Element>(
    architecture, capacity: capacity, top: architecture.stages.count)
  private lazy var logSlopes = architecture.hiddenWidths.map {
    RowBuffer<Element>(capacity: capacity, columns: $0)
  }
  /// Signs of slopes, where they can be negative.
  private lazy var signs = architecture.hiddenActivations.enumerated().map { index, activation in
    RowBuffer<Element>(
      capacity: activation?.function.hasNegativeSlopes == true ? capacity : 0,
      columns: architecture.hiddenWidths[index])
  }
  /// By hidden layer: whether slopes are kept for naive gradients, and whether they can be negative.
  private let keepsSlopes: [Bool]
  private let keepsSigns: [Bool]
  private let keepsAnySlope: Bool
  private lazy var spare = RowBuffer<Element>(
    capacity: capacity, columns: architecture.hiddenWidths.max() ?? 0)

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - architecture: The architecture.
  ///   - capacity: The most examples.
  ///   - keepsValues: Whether activities are kept for signals and for who asks; otherwise there are
  ///     only ``forward(_:_:rows:)`` and the logits, in memory for the widest cut alone.
  ///   - other: One of another thread that holds the same parameters, whose packed kernels it takes
  ///     too; nil packs them.
  package init(
    _ architecture: Architecture, capacity: Int, keepsValues: Bool = true,
    sharing other: InputPass? = nil
  ) {
    self.architecture = architecture
    self.capacity = capacity
    engine = StageEngine(architecture, sharing: other?.engine)
    logits = RowBuffer(capacity: capacity, columns: architecture.classCount)
    logitSignal = RowBuffer(capacity: capacity, columns: architecture.classCount)
    let stages = architecture.stages
    let plan =
      keepsValues
      ? ValuePlan(keeping: stages.dropLast().map(\.outputs)) : architecture.valuePlan
    values = plan.allocate(Element.self, capacity: capacity) + [logits]
    winners =
      keepsValues
      ? architecture.allocateWinners(capacity: capacity)
      : Array(repeating: nil, count: stages.count)
    poolings = stages.indices.map { architecture.maxPoolings(after: $0) }
    mixesChannels = zip(stages, poolings).map { stage, poolings in
      stage.bias != nil
        && poolings.contains { stages[$0].maximum?.shape.channels != stage.output.channels }
    }
    keepsSlopes = architecture.hiddenActivations.map { $0?.function.hasSlopeOfValue == false }
    keepsAnySlope = keepsSlopes.contains(true)
    keepsSigns = architecture.hiddenActivations.map { $0?.function.hasNegativeSlopes == true }
    zeros = RowBuffer(
      capacity: 1, columns: stages.reduce(1) { max($0, $1.outputs) })
    keptInputs =
      keepsValues && stages.contains { $0.nonlinear != nil && $0.sources.contains(0) }
      ? RowBuffer(capacity: capacity, columns: architecture.input.count) : nil
  }

  deinit {
    for winners in winners { winners?.deallocate() }
  }

  /// Allocates now what naive gradients need, and not when the first is asked for.
  package func allocateSignals() {
    _ = backward
  }

  /// Takes the parameters of all passes to come, so that they prepare nothing themselves.
  package func hold(_ parameters: UnsafePointer<Element>) {
    engine.hold(parameters)
  }

  /// Takes the parameters of all passes to come, of few examples, without packing them.
  package func borrow(_ parameters: UnsafePointer<Element>) {
    engine.borrow(parameters)
  }

  /// The activity of a hidden layer in the latest forward pass, of shape `[rows, units]`; images
  /// with their channels last.
  package func activity(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(values[architecture.hiddenStages[index]].pointer)
  }

  /// What a stage made in the latest forward pass, of shape `[rows, outputs]`.
  func value(ofStage index: Int) -> UnsafePointer<Element> { UnsafePointer(values[index].pointer) }

  /// What entered a hidden nonlinearity in the latest pass that kept it, of shape `[rows, units]`;
  /// images with their channels last.
  package func preActivation(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(logSlopes[index].pointer)
  }

  /// What naive gradients find a hidden layer's slopes from: its activity or, of nonlinearities whose
  /// slope is not known from it, the slopes themselves in the latest pass under the rule `naive`.
  package func slopeSource(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    keepsSlopes[index]
      ? UnsafePointer(logSlopes[index].pointer) : activity(ofHiddenLayer: index)
  }

  /// The signs of a hidden layer's slopes in the latest pass under a rule other than `naive`; nil
  /// where none is negative.
  package func slopeSign(ofHiddenLayer index: Int) -> UnsafePointer<Element>? {
    keepsSigns[index] ? UnsafePointer(signs[index].pointer) : nil
  }

  /// The logarithms of the magnitudes of a hidden layer's slopes in the latest pass under a rule other
  /// than `naive`, of shape `[rows, units]`; images with their channels last.
  package func logSlope(ofHiddenLayer index: Int) -> UnsafePointer<Element> {
    UnsafePointer(logSlopes[index].pointer)
  }
}

// MARK: - Forward

extension InputPass {
  /// Computes the logits of `rows` examples.
  package func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int
  ) {
    forward(parameters, inputs, rows: rows, routesByPreActivation: false) { activate($0) }
  }

  /// Computes the logits, and keeps the slopes that are not known from activities.
  private func forwardWithSlopes(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int
  ) {
    guard keepsAnySlope else { return forward(parameters, inputs, rows: rows) }
    forward(parameters, inputs, rows: rows, routesByPreActivation: false) { layer in
      guard let hidden = layer.hidden, keepsSlopes[hidden] else { return activate(layer) }
      var (complement, saturated) = (0.0, Int64(0))
      kernels.activateSlope(
        layer.function, rows: layer.rows, columns: layer.columns, sums: layer.output,
        bias: layer.bias, slope: logSlopes[hidden].pointer + layer.offset, complement: &complement,
        saturated: &saturated)
    }
  }

  /// Computes the logits, and keeps what enters each hidden nonlinearity.
  package func forwardKeepingPreActivations(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int
  ) {
    forward(parameters, inputs, rows: rows, routesByPreActivation: false) { layer in
      activate(layer, by: Activation?.none.kernel)
      guard let hidden = layer.hidden else { return }
      (logSlopes[hidden].pointer + layer.offset).update(from: layer.output, count: layer.count)
      activate(layer, bias: zeros.pointer)
    }
  }

  /// Also stores log-slopes, of the exact network where the softness is 0, or of the softened one.
  private func forwardWithLogSlopes(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    softness: Element, passes: SurrogatePasses
  ) {
    forward(
      parameters, inputs, rows: rows, routesByPreActivation: true,
      softness: softness > 0 && passes == .both ? softness : nil
    ) { layer in
      guard let hidden = layer.hidden else { return activate(layer, by: Activation?.none.kernel) }
      let slopes = logSlopes[hidden].pointer + layer.offset
      let signs = keepsSigns[hidden] ? signs[hidden].pointer + layer.offset : nil
      if passes == .both {
        kernels.activateLogSlope(
          layer.function, rows: layer.rows, columns: layer.columns, sums: layer.output,
          bias: layer.bias, softness: softness, logSlope: slopes, sign: signs)
      } else {
        spare.pointer.update(from: layer.output, count: layer.count)
        kernels.activateLogSlope(
          layer.function, rows: layer.rows, columns: layer.columns, sums: spare.pointer,
          bias: layer.bias, softness: softness, logSlope: slopes, sign: signs)
        activate(layer)
      }
    }
  }

  /// Rows of what a stage has made, without bias and nonlinearity.
  struct FreshRows {
    let function: plateau_function
    let rows: Int
    let columns: Int
    let output: UnsafeMutablePointer<Element>
    let bias: UnsafePointer<Element>
    let hidden: Int?
    /// The values before these of the same stage.
    let offset: Int

    var count: Int { rows * columns }
  }

  /// Applies a function to the sums of rows, in place: by default their own, with their own bias.
  private func activate(
    _ layer: FreshRows, by function: plateau_function? = nil, bias: UnsafePointer<Element>? = nil
  ) {
    kernels.activate(
      function ?? layer.function, rows: layer.rows, columns: layer.columns, sums: layer.output,
      bias: bias ?? layer.bias)
  }

  @inline(__always)
  private func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    routesByPreActivation: Bool, softness: Element? = nil, activate: (FreshRows) -> Void
  ) {
    precondition(rows <= capacity, "more rows than there is room for")
    keptInputs?.pointer.update(from: inputs, count: rows * architecture.input.count)
    logits.count = rows
    engine.prepare(parameters)
    let stages = architecture.stages
    for index in stages.indices {
      if deadline.hasPassed { return }
      let stage = stages[index]
      let output = values[index].pointer
      let bias = stage.bias.map { parameters + $0 } ?? UnsafePointer(zeros.pointer)
      let function = stage.activation.kernel
      func finish(_ range: Range<Int>) {
        guard stage.needsFinish else { return }
        let offset = range.lowerBound * stage.outputs
        var bias = bias
        if routesByPreActivation {
          if mixesChannels[index] {
            kernels.activate(
              Activation?.none.kernel, rows: range.count * stage.pixels,
              columns: stage.output.channels, sums: output + offset, bias: bias)
            bias = UnsafePointer(zeros.pointer)
          }
          for pooling in poolings[index] { route(pooling, output, range) }
        }
        activate(
          FreshRows(
            function: function, rows: range.count * stage.pixels,
            columns: stage.output.channels, output: output + offset, bias: bias,
            hidden: stage.hidden, offset: offset))
      }
      if routesByPreActivation, architecture.isRouted(index), let pooling = stage.maximum,
        let winners = winners[index]
      {
        pooling.gather(value(stage.source, inputs), winners, into: output, rows: rows)
        finish(0..<rows)
        continue
      }
      engine.run(
        index, parameters, from: { value($0, inputs) }, into: output, rows: rows,
        softness: softness, winners: winners[index], finish: finish)
    }
  }

  private func value(
    _ index: Int, _ inputs: UnsafePointer<Element>
  ) -> UnsafePointer<Element> {
    index == 0 ? inputs : UnsafePointer(values[index - 1].pointer)
  }

  /// A value of the latest forward pass that a nonlinear map takes, `[rows, numbers]`.
  package func keptValue(_ index: Int) -> UnsafePointer<Element> {
    if index == 0, let keptInputs { return UnsafePointer(keptInputs.pointer) }
    return UnsafePointer(values[max(0, index - 1)].pointer)
  }

  /// Finds the winners of a max pooling among pre-activations.
  ///
  /// Activities may tie where they do not. Biases are the same for all pixels of a channel, and are added
  /// before where windows mix channels.
  private func route(
    _ pooling: Int, _ values: UnsafePointer<Element>, _ rows: Range<Int>
  ) {
    architecture.stages[pooling].maximum?.apply(
      values, into: self.values[pooling].pointer, winners: winners[pooling], rows: rows)
  }
}

// MARK: - Backward to the input

extension InputPass {
  /// Computes the logits under a rule, and keeps what ``pullBack(_:_:rows:into:)`` needs.
  ///
  /// After a surrogate of both passes the logits are those of the softened network.
  package func forward(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, rows: Int,
    rule: GradientRule
  ) {
    self.rule = rule
    softness = nil
    switch rule {
    case .naive: forwardWithSlopes(parameters, inputs, rows: rows)
    case .stable:
      forwardWithLogSlopes(parameters, inputs, rows: rows, softness: 0, passes: .both)
    case .surrogate(let softness, let passes):
      precondition(softness > 0 && softness.isFinite, "the softness is positive and finite")
      // The kernels need 1/T to be a normal number too.
      let least = Element.leastNormalMagnitude
      let limited = min(max(Element(softness), least), 1 / least)
      self.softness = limited
      forwardWithLogSlopes(parameters, inputs, rows: rows, softness: limited, passes: passes)
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
    backward.run(
      from: architecture.stages.count, cotangents, forward: self, parameters, rows: rows,
      into: gradient)
  }
}
