import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension SplitEngine {
  /// Begins with the region.
  func start() {
    let width = plan.stages[0].inputs
    let box = problem.box
    switch problem.region {
    case .ball(let center, let threat):
      pass.intervals.inputs.pointer.update(from: center, count: width)
      pass.intervals.start(threat, rows: 1)
      pass.region.load(pass.intervals, threat, rows: 1)
    case .box:
      let threat = ThreatModel(norm: .lInfinity, epsilon: 0, bounds: 0...1)
      pass.intervals.start(threat, rows: 1)
      let value = pass.intervals.boxes[0]
      value.lower.update(from: box.lower, count: width)
      value.upper.update(from: box.upper, count: width)
      pass.intervals.inputs.pointer.update(from: box.lower, count: width)
      pass.region.load(pass.intervals, threat, rows: 1)
    }
    pass.isEmpty[0] = false
    pass.measure(value: 0, rows: 1)
    open = []
    lines = []
  }

  /// Bounds what a stage's operation makes, by intervals.
  func bound(_ stage: IntervalStage) {
    pass.intervals.bound(stage, rows: 1)
    pass.size(stage, rows: 1)
  }

  /// Bounds some units of a stage by going back to the input.
  ///
  /// - Parameters:
  ///   - units: At most ``LinearPlan/pairs``.
  ///   - stage: The stage, of which bounds by intervals are there.
  /// - Returns: Lower bounds, and upper ones.
  func backwardBounds(
    of units: ArraySlice<(example: Int, unit: Int)>, _ stage: IntervalStage
  ) -> (lower: [Double], upper: [Double]) {
    pass.carryBack(stage, units)
    let bounds = pass.rows.bounds.pointer
    return (
      (0..<units.count).map { bounds[$0] },
      (0..<units.count).map { -bounds[pass.rows.pairs + $0] }
    )
  }

  /// Prepares the last stage.
  func size() { pass.size(plan.lastStage, rows: 1) }

  /// Narrows the bounds of a stage to those that hold, too.
  func narrow(_ stage: IntervalStage, lower: [Double], upper: [Double]) {
    let box = pass.intervals.boxes[stage.value]
    for unit in 0..<stage.outputs { pass.narrow(box, unit, row: 0, lower[unit], upper[unit]) }
  }

  /// Draws lines, notes the units that stay open, and goes on through the nonlinearity.
  func leave(_ stage: IntervalStage) {
    let index = stage.value - 1
    pass.draw(stage, rows: 1)
    let first = open.count
    if stage.isSplittable, let activation = stage.activation {
      let box = pass.intervals.boxes[stage.value]
      for unit in 0..<stage.outputs {
        let (low, high) = (box.lower[unit], box.upper[unit])
        guard low < high, !activation.isLinear(low, high) else { continue }
        open.append(OpenUnit(stage: index, unit: unit))
        lines.append(UnitLines(activation, low, high))
      }
    }
    places[index] = first..<open.count
    fork(index)
    fill(index)
    pass.intervals.activate(stage, rows: 1)
    pass.measure(value: stage.value, rows: 1)
  }

  /// Notes the units that are not open and have two lines.
  private func fork(_ index: Int) {
    guard let block = pass.closest[index], search.memory[index] != nil else { return }
    let openUnits = Set(open[places[index]].map(\.unit))
    forked[index] = (0..<plan.stages[index].outputs).filter { unit in
      !openUnits.contains(unit)
        && (block.lowerSlopes[0, unit] != block.upperSlopes[0, unit]
          || block.lowerIntercepts[0, unit] != block.upperIntercepts[0, unit])
    }
  }

  /// Gives every row the lines of the root: those of units that are not open stay, unless they
  /// have two of them, of which each coefficient chooses.
  private func fill(_ index: Int) {
    guard let memory = search.memory[index], let block = pass.closest[index] else { return }
    let width = plan.stages[index].outputs
    for row in 0..<capacity {
      // One line for each unit is all there is room for.
      memory.lines.lowerSlopes.row(row).update(from: block.lowerSlopes.row(0), count: width)
      memory.lines.lowerIntercepts.row(row).update(from: block.lowerIntercepts.row(0), count: width)
      memory.lines.errors.row(row).update(from: block.errors.row(0), count: width)
      memory.lines.slacks[row] = block.slacks[0]
    }
  }

  /// The units of a stage whose bounds can be improved.
  func improvable(_ stage: IntervalStage) -> [Int] {
    guard let activation = stage.activation, plan.isBounded[stage.value - 1] else { return [] }
    let box = pass.intervals.boxes[stage.value]
    return (0..<stage.outputs).filter { unit in
      let (low, high) = (box.lower[unit], box.upper[unit])
      return low < high && !activation.isLinear(low, high)
    }
  }

  /// Improves bounds of units of a stage by choosing other lines for each.
  ///
  /// - Parameters:
  ///   - units: At most half as many as there are rows.
  ///   - stage: A stage whose operation is dense or a convolution.
  ///   - steps: The number of changes.
  /// - Returns: Lower bounds, then upper ones.
  func bounds(of units: ArraySlice<Int>, _ stage: IntervalStage, steps: Int) -> ([Double], [Double])
  {
    let count = units.count
    let blank = Subproblem(conjunction: -1, parameters: startParameters, weights: [])
    load(Array(repeating: blank, count: 2 * count))
    search.best.pointer.update(repeating: -.infinity, count: 2 * count)
    optimize(steps: steps, stopsWhenProven: false) { rows in
      self.begin(stage, units, in: rows)
    }
    let best = search.best.pointer
    return (
      (0..<count).map { best[$0] }, (0..<count).map { -best[count + $0] }
    )
  }

  /// Writes the rows of units and of their negatives.
  private func begin(
    _ stage: IntervalStage, _ units: ArraySlice<Int>, in rows: BackwardRows
  ) -> (value: Int, isOperation: Bool) {
    let count = units.count
    let channels = stage.output.channels
    let gamma = RoundingError.gamma(stage.outputs + 64)
    let isOperation = !stage.isDense
    let value = isOperation ? stage.value : stage.source
    let buffer = rows.coefficients[value]
    rows.examples = Array(repeating: 0, count: 2 * count)
    rows.start(.single, at: value)
    for (index, unit) in units.enumerated() {
      let affine = stage.affine(channel: unit % channels)
      // Without lines there, a row is begun without a rounding.
      let size = pass.sizes[stage.value - 1]?[0, unit] ?? 0
      let error = gamma * (size + affine.bias.magnitude) + affine.error + RoundingError.tiny
      for (row, sign) in [(index, 1.0), (count + index, -1.0)] {
        rows.constants.pointer[row] = sign * affine.bias
        rows.errors.pointer[row] = error * RoundingError.up
        let target = buffer.row(row)
        if let weights = stage.matrix?.weights {
          let first = unit * stage.inputs
          for column in 0..<stage.inputs { target[column] = sign * weights[first + column] }
        } else {
          target.clear(count: stage.outputs)
          target[unit] = sign * affine.factor
        }
      }
    }
    return (value, isOperation)
  }

  /// The parameters of the first lines of all open units.
  var startParameters: [Float] {
    open.indices.map { Float(lines[$0].families.lower.start) }
      + open.indices.map { Float(lines[$0].families.upper.start) }
  }
}
