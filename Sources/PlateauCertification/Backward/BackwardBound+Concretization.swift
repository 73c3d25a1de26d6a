import PlateauNumerics
import PlateauRobustness

extension BackwardBound {
  /// Bounds functionals of the input over the region.
  ///
  /// Over a box Σ a·c − Σ |a|·r is the minimum; over a ball of radius ε around x Σ a·x − ε·‖a‖, with
  /// the dual norm, is another bound, and the greater one is taken. The minimum over a ball clipped to the box can be
  /// greater still; see ``isExact``.
  ///
  /// The sums are off by γₙ·Σ |a|·(|c| + r) and γₙ·Σ |a|·|x| at most, which 2γₙ·Σ |a|·max |s| over
  /// the box is more than.
  func concretize(_ workspace: BoundWorkspace) {
    let buffer = coefficients[0]
    let width = buffer.columns
    let region = workspace.region
    if phase == .split, region.ball != nil {
      for row in examples.indices {
        LevelTable.bounds.expandPair(
          count: width, m: buffer.row(row), d: buffer.row(pairs + row))
      }
      phase = .doubled
    }
    let sums = sums.pointer
    for row in examples.indices {
      let example = examples[row]
      let (centers, radii) = (region.centers.row(example), region.radii.row(example))
      let sizes = workspace.magnitudes[0].row(example)
      switch phase {
      case .single, .doubled:
        for row in phase == .single ? [row] : [row, pairs + row] {
          LevelTable.bounds.concretize(
            count: width, row: buffer.row(row), centers: centers, radii: radii, sizes: sizes,
            sums: sums)
          finish(row, center: sums[0], spread: sums[1], size: sums[2])
        }
      case .mirrored:
        LevelTable.bounds.concretize(
          count: width, row: buffer.row(row), centers: centers, radii: radii, sizes: sizes,
          sums: sums)
        finish(row, center: sums[0], spread: sums[1], size: sums[2])
        finish(pairs + row, center: -sums[0], spread: sums[1], size: sums[2])
      case .split:
        LevelTable.bounds.concretizeSplit(
          count: width, m: buffer.row(row), d: buffer.row(pairs + row), centers: centers,
          radii: radii, sizes: sizes, sums: sums)
        finish(row, center: sums[0], spread: sums[2], size: sums[4])
        finish(pairs + row, center: sums[1], spread: sums[3], size: sums[4])
      }
    }
    guard let ball = region.ball else { return }
    concretize(workspace, over: ball)
    if isExact, phase == .single { minimize(workspace, over: ball) }
  }

  /// The bounds over balls, where they are greater.
  private func concretize(_ workspace: BoundWorkspace, over ball: any Ball) {
    let buffer = coefficients[0]
    let width = buffer.columns
    let sums = sums.pointer
    for row in segments.joined() {
      let example = example(row)
      let sizes = workspace.magnitudes[0].row(example)
      LevelTable.bounds.concretize(
        count: width, row: buffer.row(row), centers: sizes, radii: sizes, sizes: sizes,
        sums: sums)
      let size = sums[2]
      let (center, length) = ball.support(
        of: buffer.row(row), at: workspace.region.points.row(example), count: buffer.columns)
      let spread = workspace.region.radius * length * RoundingError.up
      let boxed = bounds.pointer[row]
      finish(row, center: center, spread: spread, size: size)
      bounds.pointer[row] = max(bounds.pointer[row], boxed)
      guard phase == .mirrored else { continue }
      let other = bounds.pointer[pairs + row]
      finish(pairs + row, center: -center, spread: spread, size: size)
      bounds.pointer[pairs + row] = max(bounds.pointer[pairs + row], other)
    }
  }

  /// The minima over balls clipped to the box, which are the greatest lower bounds there are.
  private func minimize(_ workspace: BoundWorkspace, over ball: any Ball) {
    for (row, example) in examples.enumerated() {
      let x = UnsafeBufferPointer(
        start: workspace.region.points.row(example), count: zeros.columns)
      let problem = LinearProblem(
        x: Array(x), first: coefficients[0].row(row), second: zeros.pointer,
        offsets: (constants.pointer[row], 0))
      let least = ball.minimum(
        of: problem, radius: workspace.region.radius, box: workspace.region.box)
      let bound = (least - errors.pointer[row] * (1 + 0x1p-24)).nextDown
      if bound.isFinite { bounds.pointer[row] = max(bounds.pointer[row], bound) }
    }
  }

  /// constant + center − spread, less all errors; −∞ where a number has overflowed.
  @inline(__always)
  private func finish(_ row: Int, center: Double, spread: Double, size: Double) {
    let constant = constants.pointer[row]
    let gamma = RoundingError.gamma(coefficients[0].columns + 16)
    let value = constant + center - spread
    let sum = constant.magnitude + center.magnitude + spread
    let error =
      errors.pointer[row] + 2 * gamma * size + sum * 0x1p-50
      + Double(coefficients[0].columns + 16) * RoundingError.tiny
    let bound = (value - error * (1 + 0x1p-24)).nextDown
    bounds.pointer[row] = bound.isFinite ? bound : -.infinity
  }

  /// The bound of a row of functionals of a value by the box of that value.
  func intervalBound(_ row: Int, of value: Int, _ workspace: BoundWorkspace) -> Double {
    let width = coefficients[value].columns
    let coefficients = coefficients[value].row(row)
    let (box, first) = (workspace.intervals.boxes[value], examples[row] * width)
    let (lower, upper) = (box.lower + first, box.upper + first)
    let sizes = workspace.magnitudes[value].row(examples[row])
    var (sum, size) = (0.0, 0.0)
    for column in 0..<width {
      let weight = coefficients[column]
      sum += weight * (weight < 0 ? upper[column] : lower[column])
      size += weight.magnitude * sizes[column]
    }
    let constant = constants.pointer[row]
    let gamma = RoundingError.gamma(width + 16)
    let error =
      errors.pointer[row] + 2 * gamma * (size + constant.magnitude)
      + Double(width + 16) * RoundingError.tiny
    let bound = (sum + constant - error).nextDown
    return bound.isFinite ? bound : -.infinity
  }
}
