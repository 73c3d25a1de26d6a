import PlateauNumerics
import PlateauRobustness

extension BackwardRows {
  /// Bounds functionals of the input over the region.
  ///
  /// Over a box Σ a·c − Σ |a|·r is the minimum; over a ball of radius ε around x Σ a·x − ε·‖a‖, with
  /// the dual norm, is another bound, and the greater one is taken. The minimum over a ball clipped to the box can be
  /// greater still; see ``isExact``.
  ///
  /// The sums are off by γₙ·Σ |a|·(|c| + r) and γₙ·Σ |a|·|x| at most, which 2γₙ·Σ |a|·max |s| over
  /// the box is more than.
  func concretize(_ pass: LinearPass) {
    let buffer = coefficients[0]
    let width = buffer.columns
    let region = pass.region
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
      let sizes = pass.magnitudes[0].row(example)
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
    concretize(pass, over: ball)
    if isExact, phase == .single { minimize(pass, over: ball) }
  }

  /// The bounds over balls, where they are greater.
  private func concretize(_ pass: LinearPass, over ball: any Ball) {
    let buffer = coefficients[0]
    let width = buffer.columns
    let sums = sums.pointer
    for row in segments.joined() {
      let example = example(row)
      let sizes = pass.magnitudes[0].row(example)
      LevelTable.bounds.concretize(
        count: width, row: buffer.row(row), centers: sizes, radii: sizes, sizes: sizes,
        sums: sums)
      let size = sums[2]
      let (center, length) = ball.support(
        of: buffer.row(row), at: pass.region.points.row(example), count: buffer.columns)
      let spread = pass.region.radius * length * RoundingError.up
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
  private func minimize(_ pass: LinearPass, over ball: any Ball) {
    for (row, example) in examples.enumerated() {
      let x = UnsafeBufferPointer(
        start: pass.region.points.row(example), count: zeros.columns)
      let problem = LinearProblem(
        x: Array(x), first: coefficients[0].row(row), second: zeros.pointer,
        offsets: (constants.pointer[row], 0))
      let least = ball.minimum(of: problem, radius: pass.region.radius, box: pass.region.box)
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
}
