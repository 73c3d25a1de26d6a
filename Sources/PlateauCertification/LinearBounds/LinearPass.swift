import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds a network's values over the balls around up to `capacity`
/// examples.
///
/// Stage by stage, interval bounds of what enters a nonlinearity are improved by going back to the
/// input, lines are drawn around the nonlinearity, and the improved bounds go on through it.
final class LinearPass {
  let plan: LinearPlan
  let capacity: Int
  let intervals: IntervalPass
  /// The lines of each stage, by example, for the rows of its units: mostly parallel.
  let blocks: [LineBlock?]
  /// Those for the few rows of margins, with the smallest gaps.
  let closest: [LineBlock?]
  /// Bounds of what enters each nonlinearity, where there are lines; by stage.
  let entries: [IntervalBox?]
  /// A number not below the magnitude of each value over its box.
  let magnitudes: [RowBuffer<Double>]
  /// Σ |w|·magnitude for what each stage makes, where there are lines.
  let sizes: [RowBuffer<Double>?]
  /// The pixels that win each max pooling, by stage.
  let winners: [UnsafeMutablePointer<Int32>?]
  /// The planes around what nonlinear maps make, by stage.
  let planes: [PlaneBlock?]
  /// Whether a pixel other than the winner can be the largest, for the max pooling at hand.
  var isBeaten: [Bool]
  /// For the lines of one example.
  var relaxations: [Relaxation]
  var parallels: [Relaxation]
  var excesses: [(Double, Int)] = []
  /// When to give up improving bounds; those of intervals have a deadline of their own.
  private(set) var deadline = Deadline.never
  /// Going back to the input.
  let rows: BackwardRows
  /// Better lines for each row, if they are to be searched for.
  let search: (any LineSearch)?
  /// The box of inputs as centers and radii.
  let region: InputRegion
  /// Examples of which it has turned out that no input fulfills what is assumed of them.
  var isEmpty: [Bool]
  private var hasAssumptions = false
  /// Whether lines are searched for at the moment.
  private(set) var isSearching = false
  /// Whether bounds are kept for a search to come.
  private(set) var keepsBounds = false
  /// Bounds without a search, by stage, where there is one and they are improved by going back.
  let kept: [IntervalBox?]

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - plan: The network.
  ///   - capacity: The most examples.
  ///   - pairs: The pairs of rows that go back together.
  ///   - search: What searches for better lines, if anything.
  init(
    _ plan: LinearPlan, capacity: Int, pairs: Int, search: (any LineSearch)? = nil
  ) {
    self.search = search
    self.plan = plan
    self.capacity = capacity
    let stages = plan.stages
    intervals = IntervalPass(stages, capacity: capacity)
    kept = stages.indices.map { index in
      search != nil && plan.isBounded[index]
        ? IntervalBox(capacity: capacity, columns: stages[index].outputs) : nil
    }
    blocks = stages.indices.map { index in
      plan.hasLines[index] ? Self.block(stages[index], capacity: capacity) : nil
    }
    closest = zip(stages, blocks).map { stage, block in
      stage.activation?.isSShaped == true ? Self.block(stage, capacity: capacity) : block
    }
    entries = stages.map { stage in
      stage.activation == nil
        ? nil : IntervalBox(capacity: capacity, columns: stage.outputs)
    }
    magnitudes = plan.widths.map { RowBuffer(capacity: capacity, columns: $0) }
    sizes = stages.indices.map { index in
      plan.hasLines[index] ? RowBuffer(capacity: capacity, columns: stages[index].outputs) : nil
    }
    winners = stages.map { stage in
      guard stage.maximum != nil else { return nil }
      let count = capacity * stage.outputs
      let result = UnsafeMutablePointer<Int32>.allocate(capacity: count)
      result.initialize(repeating: 0, count: count)
      return result
    }
    planes = stages.map { stage in
      stage.nonlinear.map { PlaneBlock($0, count: stage.outputs, capacity: capacity) }
    }
    let pooled = stages.reduce(0) { most, stage in
      stage.maximum == nil ? most : max(most, stage.outputs)
    }
    isBeaten = Array(repeating: false, count: capacity * pooled)
    let identity = Relaxation(lower: Self.identity, upper: Self.identity)
    relaxations = Array(repeating: identity, count: plan.widths.reduce(0, max))
    parallels = relaxations
    rows = BackwardRows(plan, pairs: pairs)
    region = InputRegion(capacity: capacity, columns: stages[0].inputs)
    isEmpty = Array(repeating: false, count: capacity)
  }

  deinit {
    for pointer in winners { pointer?.deallocate() }
  }

  private static func block(_ stage: IntervalStage, capacity: Int) -> LineBlock {
    LineBlock(
      capacity: capacity, columns: stage.outputs,
      isLinear: stage.activation == nil && stage.maximum == nil)
  }

  /// Takes deadlines for all that follows.
  ///
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - improvements: When to go on with intervals alone; the same if nil.
  func limit(_ deadline: Deadline, improvements: Deadline? = nil) {
    intervals.deadline = deadline
    self.deadline = improvements ?? deadline
  }

  /// Bounds all values but the logits.
  ///
  /// Where lines are searched for, bounds without a search are there first, and the tighter of both
  /// are kept, unit by unit: lines around tighter bounds can lead to looser ones.
  ///
  /// - Parameters:
  ///   - threat: The ball around each example, and the range of inputs.
  ///   - count: The number of examples, which are in ``intervals``.
  ///   - assumptions: What else is assumed of each example's units; none if empty.
  ///   - visit: Receives each stage but the last, when what enters its nonlinearity is bounded as
  ///     tightly as it will be.
  ///   - finish: Called when all are bounded, and before that also when they are without a search.
  func bound(
    _ threat: ThreatModel, count: Int, assumptions: [[UnitAssumption]] = [],
    visit: (IntervalStage) -> Void = { _ in }, finish: () -> Void
  ) {
    hasAssumptions = assumptions.contains { !$0.isEmpty }
    let isTwofold = search.map { $0.settings.hiddenIterations > 0 } ?? false
    for isLast in isTwofold ? [false, true] : [true] {
      isSearching = search != nil && isLast
      keepsBounds = isTwofold && !isLast
      intervals.start(threat, rows: count)
      region.load(intervals, threat, rows: count)
      for row in 0..<count { isEmpty[row] = false }
      measure(value: 0, rows: count)
      for stage in plan.stages.dropLast() {
        intervals.bound(stage, rows: count)
        size(stage, rows: count)
        if plan.isBounded[stage.value - 1] { improve(stage, rows: count) }
        if hasAssumptions { assume(assumptions, of: stage, rows: count) }
        if isLast { visit(stage) }
        draw(stage, rows: count)
        intervals.activate(stage, rows: count)
        measure(value: stage.value, rows: count)
      }
      finish()
    }
  }

  /// Writes the magnitudes of a value.
  func measure(value: Int, rows: Int) {
    let (box, target) = (intervals.boxes[value], magnitudes[value])
    for index in 0..<rows * target.columns {
      target.pointer[index] = max(box.lower[index].magnitude, box.upper[index].magnitude)
    }
  }

  /// Narrows bounds by what is assumed of a stage's units.
  private func assume(_ assumptions: [[UnitAssumption]], of stage: IntervalStage, rows: Int) {
    let box = intervals.boxes[stage.value]
    for (row, assumptions) in assumptions.enumerated() where row < rows {
      for assumption in assumptions where assumption.stage == stage.value - 1 {
        let index = row * stage.outputs + assumption.unit
        narrow(box, index, row: row, assumption.interval.lowerBound, assumption.interval.upperBound)
      }
    }
  }

  /// Intersects the bounds of a unit with others that hold.
  ///
  /// Where nothing is left, no input fulfills what is assumed, and any bounds are right. Without
  /// assumptions that cannot be. What is lost stays so: it has no bounds to intersect.
  @inline(__always)
  func narrow(_ box: IntervalBox, _ index: Int, row: Int, _ low: Double, _ high: Double) {
    guard !intervals.isLost[row] else { return }
    let lower = max(box.lower[index], low)
    let upper = min(box.upper[index], high)
    if lower <= upper {
      box.lower[index] = lower
      box.upper[index] = upper
    } else if hasAssumptions {
      isEmpty[row] = true
    }
  }
}
