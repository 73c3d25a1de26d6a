import PlateauNumerics

/// What enters nonlinearities of a stage, and the negatives of that: both as one row.
struct NeuronSpecification: Specification {
  let stage: IntervalStage
  let neurons: ArraySlice<(domain: Int, unit: Int)>

  var count: Int { 2 * neurons.count }

  func write(into rows: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    let start = stage.start
    rows.examples = neurons.map(\.domain)
    rows.start(.mirrored, at: start.value)
    for (row, (domain, unit)) in neurons.enumerated() {
      stage.write(NeuronSide(unit: unit, isUpper: false), domain, into: rows, row, workspace)
      stage.writeConstant(
        NeuronSide(unit: unit, isUpper: true), domain, into: rows, rows.pairs + row, workspace)
    }
    return start
  }
}
