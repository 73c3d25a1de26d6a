import PlateauNetworks
import PlateauNumerics

extension LinearPass {
  /// Improves the bounds of what enters a stage's nonlinearity by going back to the input.
  ///
  /// Units that are known to be in a linear part are left as they are, as are those of widths that
  /// are not among the largest of an example where these are more than the plan allows.
  func improve(_ stage: IntervalStage, rows count: Int) {
    let units = openUnits(of: stage, rows: count)
    for start in stride(from: 0, to: units.count, by: rows.pairs) where !deadline.hasPassed {
      let chunk = units[start..<min(start + rows.pairs, units.count)]
      carryBack(stage, chunk)
      narrow(stage, chunk, rows.bounds, offset: rows.pairs)
    }
    guard let kept = kept[stage.value - 1] else { return }
    let (box, size) = (intervals.boxes[stage.value], count * stage.outputs)
    if keepsBounds {
      kept.lower.update(from: box.lower, count: size)
      kept.upper.update(from: box.upper, count: size)
      // Of what is lost here a search may find bounds, and there are none to intersect them with.
      for row in 0..<count where intervals.isLost[row] {
        let first = row * stage.outputs
        (kept.lower + first).update(repeating: -.infinity, count: stage.outputs)
        (kept.upper + first).update(repeating: .infinity, count: stage.outputs)
      }
    } else if let search, isSearching, search.settings.hiddenIterations > 0 {
      for place in 0..<size {
        narrow(box, place, row: place / stage.outputs, kept.lower[place], kept.upper[place])
      }
    }
    if let search, isSearching { improve(stage, rows: count, search) }
  }

  /// Bounds some units of a stage by going back to the input: ``rows`` then have the lower bounds
  /// of the units, and those of their negatives from `rows.pairs` on.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - units: At most `rows.pairs`.
  func carryBack(_ stage: IntervalStage, _ units: ArraySlice<(example: Int, unit: Int)>) {
    let lines = stage.value == plan.stages.count ? closest : blocks
    let place = begin(stage, units, in: rows, isPaired: true)
    if place.isOperation {
      rows.leave(place.value - 1, self, lines)
    } else {
      rows.run(from: place.value, self, lines)
    }
  }

  /// Improves them further by a search for lines.
  private func improve(_ stage: IntervalStage, rows count: Int, _ search: any LineSearch) {
    let settings = search.settings
    let steps =
      stage.value == plan.stages.count ? settings.iterations : settings.hiddenIterations
    guard steps > 0 else { return }
    let units = openUnits(of: stage, rows: count)
    for start in stride(from: 0, to: units.count, by: search.rows.pairs)
    where !deadline.hasPassed {
      let chunk = units[start..<min(start + search.rows.pairs, units.count)]
      search.best.pointer.update(repeating: -.infinity, count: 2 * chunk.count)
      search.run(self, steps: steps) { rows in
        begin(stage, chunk, in: rows, isPaired: false)
      }
      narrow(stage, chunk, search.best, offset: chunk.count)
    }
  }

  /// The units that going back can be of use for.
  func openUnits(
    of stage: IntervalStage, rows count: Int
  ) -> [(example: Int, unit: Int)] {
    let box = intervals.boxes[stage.value]
    var units: [(example: Int, unit: Int)] = []
    for example in 0..<count where !intervals.isLost[example] && !isEmpty[example] {
      let first = example * stage.outputs
      var own = (0..<stage.outputs).filter { unit in
        let (low, high) = (box.lower[first + unit], box.upper[first + unit])
        return low < high && !(stage.activation?.isLinear(low, high) ?? false)
      }
      if own.count > plan.unitLimit {
        func width(_ unit: Int) -> Double { box.upper[first + unit] - box.lower[first + unit] }
        own = own.sorted { width($0) > width($1) }.prefix(plan.unitLimit).sorted()
      }
      units += own.map { (example, $0) }
    }
    return units
  }

  /// Intersects bounds with those of functionals z and, `offset` rows later, −z.
  private func narrow(
    _ stage: IntervalStage, _ units: ArraySlice<(example: Int, unit: Int)>,
    _ bounds: RowBuffer<Double>, offset: Int
  ) {
    let box = intervals.boxes[stage.value]
    for (row, (example, unit)) in units.enumerated() {
      narrow(
        box, example * stage.outputs + unit, row: example, bounds.pointer[row],
        -bounds.pointer[offset + row])
    }
  }

  /// Writes the rows of units of what a stage makes before its nonlinearity, and of their
  /// negatives: as pairs, or one after another.
  ///
  /// - Returns: The value of which they are functionals, or that of the stage behind whose
  ///   operation they begin.
  @discardableResult
  private func begin(
    _ stage: IntervalStage, _ units: ArraySlice<(example: Int, unit: Int)>,
    in rows: BackwardRows, isPaired: Bool
  ) -> (value: Int, isOperation: Bool) {
    let examples = units.map(\.example)
    let offset = isPaired ? rows.pairs : units.count
    let (channels, width) = (stage.output.channels, stage.inputs)
    let gamma = RoundingError.gamma(stage.outputs + 64)
    let isOperation = !stage.isDense
    let value = isOperation ? stage.value : stage.source
    let buffer = rows.coefficients[value]
    rows.examples = isPaired ? examples : examples + examples
    rows.start(isPaired ? .mirrored : .single, at: value)
    for (row, (example, unit)) in units.enumerated() {
      let affine = stage.affine(channel: unit % channels)
      // Without lines there, a row is begun without a rounding.
      let size = sizes[stage.value - 1]?[example, unit] ?? 0
      let error = gamma * (size + affine.bias.magnitude) + affine.error + RoundingError.tiny
      for (row, sign) in [(row, 1.0), (offset + row, -1.0)] {
        rows.constants.pointer[row] = sign * affine.bias
        rows.errors.pointer[row] = error * RoundingError.up
        if isPaired, sign < 0 { continue }
        let target = buffer.row(row)
        if let weights = stage.matrix?.weights {
          for column in 0..<width { target[column] = sign * weights[unit * width + column] }
        } else {
          target.clear(count: stage.outputs)
          target[unit] = sign * affine.factor
        }
      }
    }
    return (value, isOperation)
  }
}
