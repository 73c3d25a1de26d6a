import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds a network's values over the balls around up to `capacity`
/// examples.
///
/// Stage by stage, interval bounds of what enters a nonlinearity are improved by going back to the
/// input, lines are drawn around the nonlinearity, and the improved bounds go on through it.
final class BoundWorkspace {
  let network: BoundedNetwork
  let capacity: Int
  let intervals: IntervalPass
  /// The lines of each stage, by example, for the rows of its units: mostly parallel.
  let blocks: [RelaxationBlock?]
  /// Those for the few rows of margins, with the smallest gaps.
  let closest: [RelaxationBlock?]
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
  let rows: BackwardBound
  /// The box of inputs as centers and radii.
  let region: InputRegion
  /// Examples of which it has turned out that no input fulfills what is assumed of them.
  var isEmpty: [Bool]
  /// What else is assumed of the neurons of each domain; none if empty.
  var assumptions: [[NeuronAssumption]] = []

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - capacity: The most examples.
  ///   - pairs: The pairs of rows that go back together.
  init(_ network: BoundedNetwork, capacity: Int, pairs: Int) {
    self.network = network
    self.capacity = capacity
    let stages = network.stages
    intervals = IntervalPass(stages, capacity: capacity)
    blocks = stages.indices.map { index in
      network.hasLines[index] ? Self.block(stages[index], capacity: capacity) : nil
    }
    closest = zip(stages, blocks).map { stage, block in
      stage.activation?.isSShaped == true ? Self.block(stage, capacity: capacity) : block
    }
    entries = stages.map { stage in
      stage.activation == nil
        ? nil : IntervalBox(capacity: capacity, columns: stage.outputs)
    }
    magnitudes = network.widths.map { RowBuffer(capacity: capacity, columns: $0) }
    sizes = stages.indices.map { index in
      network.hasLines[index] ? RowBuffer(capacity: capacity, columns: stages[index].outputs) : nil
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
    relaxations = Array(repeating: identity, count: network.widths.reduce(0, max))
    parallels = relaxations
    rows = BackwardBound(network, pairs: pairs)
    region = InputRegion(capacity: capacity, columns: stages[0].inputs)
    isEmpty = Array(repeating: false, count: capacity)
  }

  deinit {
    for pointer in winners { pointer?.deallocate() }
  }

  private static func block(_ stage: IntervalStage, capacity: Int) -> RelaxationBlock {
    RelaxationBlock(
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

  /// Begins with balls around the examples in ``intervals``.
  func start(_ threat: ThreatModel, count: Int) {
    intervals.start(threat, rows: count)
    region.load(intervals, threat, rows: count)
    begin(count)
  }

  /// Begins with boxes of inputs.
  func start(_ boxes: [(lower: [Double], upper: [Double])]) {
    let width = network.stages[0].inputs
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0, bounds: 0...1)
    let value = intervals.boxes[0]
    intervals.start(threat, rows: boxes.count)
    for (row, box) in boxes.enumerated() {
      (value.lower + row * width).update(from: box.lower, count: width)
      (value.upper + row * width).update(from: box.upper, count: width)
    }
    region.load(intervals, threat, rows: boxes.count)
    begin(boxes.count)
  }

  private func begin(_ count: Int) {
    for row in 0..<count { isEmpty[row] = false }
    measure(value: 0, rows: count)
  }

  /// Bounds what a stage's operation makes, by intervals.
  func enter(_ stage: IntervalStage, rows count: Int) {
    intervals.bound(stage, rows: count)
    size(stage, rows: count)
  }

  /// Relaxes a stage's nonlinearity over bounds that are as tight as they will be, and goes on
  /// through it.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - count: The number of domains.
  ///   - visit: Receives each domain when its lines are in ``relaxations``.
  func leave(
    _ stage: IntervalStage, rows count: Int, visit: (_ domain: Int) -> Void = { _ in }
  ) {
    draw(stage, rows: count, visit: visit)
    intervals.activate(stage, rows: count)
    measure(value: stage.value, rows: count)
  }

  /// Writes the magnitudes of a value.
  func measure(value: Int, rows: Int) {
    let (box, target) = (intervals.boxes[value], magnitudes[value])
    for index in 0..<rows * target.columns {
      target.pointer[index] = max(box.lower[index].magnitude, box.upper[index].magnitude)
    }
  }

  /// Narrows bounds by what is assumed of a stage's neurons.
  func assume(_ stage: IntervalStage, rows: Int) {
    let box = intervals.boxes[stage.value]
    for (row, assumptions) in assumptions.prefix(rows).enumerated() {
      for assumption in assumptions where assumption.stage == stage.value - 1 {
        let index = row * stage.outputs + assumption.unit
        narrow(box, index, row: row, assumption.range.low, assumption.range.high)
      }
    }
  }

  /// Gives a domain the relaxations and magnitudes of another, which are those of a larger one.
  func copy(_ source: Int, to target: Int) {
    func copy(_ buffer: RowBuffer<Double>) {
      buffer.row(target).update(from: buffer.row(source), count: buffer.columns)
    }
    copy(region.centers)
    copy(region.radii)
    copy(region.points)
    for buffer in magnitudes { copy(buffer) }
    for buffer in sizes.compactMap(\.self) { copy(buffer) }
    for block in closest.compactMap(\.self) { block.copy(source, to: target) }
    for block in planes.compactMap(\.self) { block.copy(source, to: target) }
    for (stage, winners) in zip(network.stages, winners) {
      guard let winners else { continue }
      (winners + target * stage.outputs)
        .update(from: winners + source * stage.outputs, count: stage.outputs)
    }
    isEmpty[target] = isEmpty[source]
  }

  /// The range over which a neuron was relaxed last.
  func range(
    of unit: Int, _ stage: IntervalStage, domain: Int, _ box: IntervalBox
  ) -> NeuronRange {
    let place = domain * stage.outputs + unit
    var range = NeuronRange(low: box.lower[place], high: box.upper[place])
    if domain < assumptions.count {
      for assumption in assumptions[domain]
      where assumption.stage == stage.value - 1 && assumption.unit == unit {
        if assumption.range.open.isOpen { range = assumption.range }
      }
    }
    return range
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
    } else if row < assumptions.count {
      isEmpty[row] = true
    }
  }
}
