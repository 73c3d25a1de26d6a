import PlateauNumerics

/// What enters nonlinearities of a stage, and the negatives of that.
struct NeuronSpecification: Specification {
  let stage: IntervalStage
  let neurons: ArraySlice<(domain: Int, unit: Int)>
  /// Whether a neuron and its negative are carried back as one row; otherwise the negatives follow
  /// all others.
  let isPaired: Bool

  var count: Int { 2 * neurons.count }

  func write(into rows: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    let domains = neurons.map(\.domain)
    let offset = isPaired ? rows.pairs : neurons.count
    let start = stage.start
    rows.examples = isPaired ? domains : domains + domains
    rows.start(isPaired ? .mirrored : .single, at: start.value)
    for (row, (domain, unit)) in neurons.enumerated() {
      let upper = NeuronSide(unit: unit, isUpper: true)
      stage.write(NeuronSide(unit: unit, isUpper: false), domain, into: rows, row, workspace)
      if isPaired {
        stage.writeConstant(upper, domain, into: rows, offset + row, workspace)
      } else {
        stage.write(upper, domain, into: rows, offset + row, workspace)
      }
    }
    return start
  }
}
