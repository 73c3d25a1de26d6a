import PlateauNetworks
import PlateauNumerics

extension BackwardBound {
  /// Carries rows from what a stage's operation makes to what it takes.
  func transpose(_ index: Int, _ workspace: BoundWorkspace) {
    let stage = network.stages[index]
    if let planes = workspace.planes[index] { relax(index, planes) }
    for part in stage.sources.indices {
      move(to: stage.sources[part], workspace) { target in
        back(index, part, into: target, workspace)
      }
    }
    parted = nil
  }

  /// Adds what planes put into constants, and what rounding takes.
  private func relax(_ index: Int, _ planes: PlaneBlock) {
    let source = coefficients[index + 1]
    for row in segments.joined() {
      let (constant, error) = planes.relax(source.row(row), example(row), addingTo: [nil, nil])
      add(constant, error: error, 0, to: row)
    }
  }

  /// Writes rows to a value, or adds them to what is there.
  private func move(
    to value: Int, _ workspace: BoundWorkspace, _ write: (RowBuffer<Double>) -> Void
  ) {
    let target = coefficients[value]
    guard isWritten[value], let spare = spares[value] else {
      isWritten[value] = true
      return write(target)
    }
    write(spare)
    let width = target.columns
    for row in segments.joined() {
      let own = target.row(row)
      Double.images.add(count: width, spare.row(row), to: own)
      // The sum is rounded once.
      let sizes = workspace.magnitudes[value].row(example(row))
      LevelTable.bounds.concretize(
        count: width, row: own, centers: sizes, radii: sizes, sizes: sizes, sums: sums.pointer)
      errors.pointer[row] += sums.pointer[2] * 0x1p-52
    }
  }

  /// Multiplies rows by the transpose of a stage's operation.
  private func back(
    _ index: Int, _ part: Int, into target: RowBuffer<Double>, _ workspace: BoundWorkspace
  ) {
    let stage = network.stages[index]
    let source = coefficients[index + 1]
    if let matrix = stage.matrix { return multiply(source, matrix.weights, into: target) }
    if let planes = workspace.planes[index] {
      for row in segments.joined() {
        let own = target.row(row)
        own.clear(count: target.columns)
        var targets = [UnsafeMutablePointer<Double>?](repeating: nil, count: stage.sources.count)
        targets[part] = own
        _ = planes.relax(source.row(row), example(row), addingTo: targets)
      }
      return
    }
    if let maximum = stage.maximum {
      guard let winners = workspace.winners[index] else { return }
      for row in segments.joined() {
        maximum.transpose(
          UnsafePointer(source.row(row)), winners + example(row) * stage.outputs,
          into: target.row(row), rows: 1)
      }
      return
    }
    for row in segments.joined() {
      // Whoever called looks again, and forgets the rows.
      if stage.multiplyAdds > 0, workspace.deadline.hasPassed { return }
      stage.map?.transpose(
        source.row(row), workspace.intervals.scratch.pointer, into: target.row(row), part: part,
        rows: 1)
    }
  }

  /// Products with the weights of a dense layer; those of d alone with the rows that meet it.
  private func multiply(
    _ source: RowBuffer<Double>, _ values: UnsafePointer<Double>, into target: RowBuffer<Double>
  ) {
    for segment in segments {
      if let parted, segment.lowerBound > 0 {
        multiplyParted(source, values, into: target, parted)
      } else {
        let first = segment.lowerBound
        Double.kernels.gemm(
          source.row(first), values, into: target.row(first),
          ProductShape(m: segment.count, n: target.columns, k: source.columns))
      }
    }
  }

  private func multiplyParted(
    _ source: RowBuffer<Double>, _ values: UnsafePointer<Double>, into target: RowBuffer<Double>,
    _ block: RelaxationBlock
  ) {
    var first = 0
    while first < examples.count {
      let example = examples[first]
      var end = first + 1
      while end < examples.count, examples[end] == example { end += 1 }
      let units = block.distinct[example]
      let (rows, width) = (end - first, target.columns)
      let (own, result) = (source.row(pairs + first), target.row(pairs + first))
      if units.isEmpty {
        result.clear(count: rows * width)
      } else if 4 * units.count > 3 * source.columns {
        Double.kernels.gemm(
          own, values, into: result, ProductShape(m: rows, n: width, k: source.columns))
      } else {
        for (place, unit) in units.enumerated() {
          (weights.pointer + place * width).update(from: values + unit * width, count: width)
        }
        for row in 0..<rows {
          let (from, to) = (own + row * source.columns, gathered.pointer + row * units.count)
          for (place, unit) in units.enumerated() { to[place] = from[unit] }
        }
        Double.kernels.gemm(
          gathered.pointer, weights.pointer, into: result,
          ProductShape(m: rows, n: width, k: units.count))
      }
      first = end
    }
  }
}
