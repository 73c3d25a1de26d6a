import CPlateauKernels
import PlateauNumerics

extension SlopeSearch {
  /// Carries the input where each row's linear bound is least through the lines it has chosen.
  func forward(_ pass: LinearPass, below top: Int) {
    minimize(pass)
    carry(pass, below: top)
  }

  /// Carries the inputs in the first of ``points`` through the lines that each row has chosen.
  func carry(_ pass: LinearPass, below top: Int) {
    for index in 0..<top where rows.isWritten[index + 1] {
      apply(index, pass)
    }
  }

  /// The input where Σ a·x is least: at a corner of the box, or where the ball ends.
  private func minimize(_ pass: LinearPass) {
    let (coefficients, target, region) = (rows.coefficients[0], points[0], pass.region)
    let width = target.columns
    for (row, example) in rows.examples.enumerated() {
      let (own, place) = (coefficients.row(row), target.row(row))
      let (centers, radii) = (region.centers.row(example), region.radii.row(example))
      LevelTable.bounds.corner(Int64(width), own, centers, radii, place)
      guard let radius = region.radius else { continue }
      LevelTable.bounds.concretize(Int64(width), own, centers, radii, radii, rows.sums.pointer)
      let boxed = rows.sums.pointer[0] - rows.sums.pointer[1]
      LevelTable.bounds.concretize_ball(
        Int64(width), own, region.points.row(example), rows.sums.pointer)
      let length = rows.sums.pointer[1].squareRoot()
      guard length > 0, rows.sums.pointer[0] - radius * length > boxed else { continue }
      let x = region.points.row(example)
      for column in 0..<width { place[column] = x[column] - radius * own[column] / length }
    }
  }

  private func apply(_ index: Int, _ pass: LinearPass) {
    let stage = plan.stages[index]
    let (source, target) = (points[stage.source], points[stage.value])
    let count = rows.examples.count
    switch stage.operation {
    case .dense(let weights):
      weights.weights.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        Double.kernels.gemm(
          source.pointer, base, target.pointer,
          ProductShape(m: count, n: stage.outputs, k: stage.inputs, transposesB: true))
      }
    case .convolution(_, let packed):
      for row in 0..<count {
        // Values left out here only make the next lines worse.
        if pass.deadline.hasPassed { break }
        Double.convolutions.convolve(
          packed.sizes, source.row(row), packed.weights, pass.intervals.scratch.pointer,
          target.row(row))
      }
    case .maxPooling(let shape):
      guard let winners = pass.winners[index] else { return }
      withUnsafePointer(to: shape.parameters) { shape in
        for (row, example) in rows.examples.enumerated() {
          Double.images.poolGather(
            shape, source.row(row), winners + example * stage.outputs, target.row(row))
        }
      }
    case .averagePooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<count { Double.images.averagePool(shape, source.row(row), target.row(row)) }
      }
    case .reordering(let toLast):
      let move = toLast ? Double.images.channelsLast : Double.images.channelsFirst
      for row in 0..<count {
        move(
          Int64(stage.output.channels), Int64(stage.pixels), source.row(row), target.row(row))
      }
    case .add(let other):
      target.pointer.update(from: source.pointer, count: count * stage.outputs)
      Double.images.add(Int64(count * stage.outputs), target.pointer, points[other].pointer)
    case .affine, .copy:
      target.pointer.update(from: source.pointer, count: count * stage.outputs)
    }
    follow(index, pass)
  }

  /// Moves values to the lines, and keeps what comes in where these are chosen.
  private func follow(_ index: Int, _ pass: LinearPass) {
    guard let block = memory[index]?.lines ?? pass.closest[index] else { return }
    let target = points[index + 1]
    for (row, example) in rows.examples.enumerated() {
      let place = memory[index] == nil ? example : row
      let (slopes, intercepts) = (block.lowerSlopes.row(place), block.lowerIntercepts.row(place))
      let own = target.row(row)
      memory[index]?.entries.row(row).update(from: own, count: target.columns)
      for unit in 0..<target.columns { own[unit] = slopes[unit] * own[unit] + intercepts[unit] }
    }
  }
}
