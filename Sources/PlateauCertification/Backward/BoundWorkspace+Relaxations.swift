import PlateauNetworks
import PlateauNumerics

extension BoundWorkspace {
  /// Draws the lines of a stage around what its units can be.
  ///
  /// A line slope·z + intercept of the nonlinearity becomes one of the operation, z = f·o + c:
  /// (slope·f)·o + (slope·c + intercept). Of a coefficient a rounding then takes |a| times
  ///
  /// γₙ · (|slope|·(Σ|w||s| + |c|) + |intercept|),
  ///
  /// where n is more than the terms of the products that follow, (a·slope)·w summed over units
  /// and a·intercept, and than all roundings of one term. Where a unit underflows, what is lost
  /// is not proportional to it: at most the least normal number for each product.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - rows: The number of domains.
  ///   - visit: Receives each domain when its lines are in ``relaxations``.
  func draw(_ stage: IntervalStage, rows: Int, visit: (Int) -> Void) {
    let index = stage.value - 1
    guard let block = blocks[index], let closest = closest[index] else { return }
    let box = intervals.boxes[stage.value]
    let width = stage.outputs
    let isPooling = pool(stage, rows: rows)
    for row in 0..<rows {
      let places = row * width..<(row + 1) * width
      relax(stage.activation, box, places)
      if isPooling { limit(box, places) }
      if row < assumptions.count { relax(stage, openEndsOf: row) }
      visit(row)
      write(stage, row, into: closest)
      if block !== closest {
        preferParallels(stage.activation, box, places, isPooling: isPooling)
        write(stage, row, into: block)
      }
      guard let entry = entries[index] else { continue }
      entry.lower.advanced(by: places.lowerBound)
        .update(from: box.lower + places.lowerBound, count: width)
      entry.upper.advanced(by: places.lowerBound)
        .update(from: box.upper + places.lowerBound, count: width)
    }
  }

  /// Chooses the closest lines around the nonlinearity for the units of an example.
  private func relax(_ activation: Activation?, _ box: IntervalBox, _ places: Range<Int>) {
    let identity = Relaxation(lower: Self.identity, upper: Self.identity)
    for (unit, place) in places.enumerated() {
      relaxations[unit] = activation?.relaxation(box.lower[place], box.upper[place]) ?? identity
    }
  }

  /// Of a window without a sure winner the maximum m is at least the winner, and at most the largest
  /// bound: lines that need m from above, by the signs of their slopes, take the bound for it.
  private func limit(_ box: IntervalBox, _ places: Range<Int>) {
    for (unit, place) in places.enumerated() where isBeaten[place] {
      let (lower, upper) = (relaxations[unit].lower, relaxations[unit].upper)
      if !(upper.slope <= 0) {
        relaxations[unit].upper = Relaxation.Line(
          slope: 0,
          intercept: RoundingError.upward(
            upper.intercept, minus: -upper.slope, times: box.upper[place]))
      }
      if !(lower.slope >= 0) {
        relaxations[unit].lower = Relaxation.Line(
          slope: 0,
          intercept: -RoundingError.upward(
            -lower.intercept, minus: lower.slope, times: box.upper[place]))
      }
    }
  }

  /// Relaxes neurons whose assumed range is without an end.
  private func relax(_ stage: IntervalStage, openEndsOf row: Int) {
    for assumption in assumptions[row]
    where assumption.stage == stage.value - 1 && assumption.range.open.isOpen {
      guard let activation = stage.activation else { continue }
      let (low, high) = (assumption.range.low, assumption.range.high)
      relaxations[assumption.unit] = activation.relaxation(
        low, high, open: assumption.range.open)
    }
  }

  /// Replaces lines by parallel ones, which spare products.
  ///
  /// The others are as few as leave the sum of the gaps between lines within
  /// ``parallelExcess`` of the least one: those that gain most. Windows without a sure winner keep
  /// theirs, of which the upper one says nothing of the winner.
  private func preferParallels(
    _ activation: Activation?, _ box: IntervalBox, _ places: Range<Int>, isPooling: Bool
  ) {
    guard let activation, activation.isSShaped else { return }
    let shape = SShape(activation: activation)
    excesses.removeAll(keepingCapacity: true)
    var (gaps, excess) = (0.0, 0.0)
    for (unit, place) in places.enumerated() where !(isPooling && isBeaten[place]) {
      let (low, high) = (box.lower[place], box.upper[place])
      let free = relaxations[unit]
      parallels[unit] = shape.parallel(low, high, to: free)
      let gap = free.gap(low, high)
      let more = max(parallels[unit].gap(low, high) - gap, 0)
      excesses.append((more, unit))
      gaps += gap
      excess += more
    }
    if excess > Self.parallelExcess * gaps { excesses.sort { $0.0 > $1.0 } }
    for (more, unit) in excesses {
      if excess > Self.parallelExcess * gaps {
        excess -= more
      } else {
        relaxations[unit] = parallels[unit]
      }
    }
  }

  /// Writes the lines of an example.
  private func write(_ stage: IntervalStage, _ row: Int, into block: RelaxationBlock) {
    guard let sizes = sizes[stage.value - 1] else { return }
    let (width, channels) = (stage.outputs, stage.output.channels)
    let gamma = RoundingError.gamma(width + 64)
    var total = 0.0
    for unit in 0..<width {
      let affine = stage.affine(channel: unit % channels)
      let size = sizes.pointer[row * width + unit]
      write(relaxations[unit], affine, size: size, gamma: gamma, into: block, row * width + unit)
      total += size + affine.bias.magnitude
    }
    let source = magnitudes[stage.source].row(row)
    for unit in 0..<stage.inputs { total += source[unit] }
    block.slacks[row] = slack(total, terms: width + stage.inputs)
    if !block.isLinear {
      let (lower, upper) = (block.lowerSlopes.row(row), block.upperSlopes.row(row))
      block.distinct[row] = (0..<width).filter { lower[$0] != upper[$0] }
    }
  }

  /// The part of the least gaps by which parallel lines may exceed them.
  static var parallelExcess: Double { 0.05 }

  static var identity: Relaxation.Line { Relaxation.Line(slope: 1, intercept: 0) }

  /// What underflow can take in sums of so many products with numbers of a total magnitude.
  func slack(_ total: Double, terms: Int) -> Double {
    (total + 8) * Double(terms + 8) * RoundingError.tiny * 2
  }

  /// Writes the lines of a unit in terms of its operation.
  @inline(__always)
  func write(
    _ lines: Relaxation, _ affine: (factor: Double, bias: Double, error: Double), size: Double,
    gamma: Double, into block: RelaxationBlock, _ place: Int
  ) {
    let (factor, bias) = (affine.factor, affine.bias)
    let lower = lines.lower.slope * bias + lines.lower.intercept
    let upper = lines.upper.slope * bias + lines.upper.intercept
    block.lowerSlopes.pointer[place] = lines.lower.slope * factor
    block.lowerIntercepts.pointer[place] = lower
    block.upperSlopes.pointer[place] = lines.upper.slope * factor
    block.upperIntercepts.pointer[place] = upper
    let slope = max(lines.lower.slope.magnitude, lines.upper.slope.magnitude)
    let intercept = max(lines.lower.intercept.magnitude, lines.upper.intercept.magnitude)
    let error = gamma * (slope * (size + bias.magnitude) + intercept) + slope * affine.error
    block.errors.pointer[place] = error * RoundingError.up + RoundingError.tiny
  }
}
