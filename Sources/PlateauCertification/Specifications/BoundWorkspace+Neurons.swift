import PlateauNetworks
import PlateauNumerics

extension BoundWorkspace {
  /// Improves the bounds of what enters a stage's nonlinearity by going back to the input.
  ///
  /// Neurons that are known to be in a linear part are left as they are, as are those of widths that
  /// are not among the largest of a domain where these are more than the network allows.
  func improve(_ stage: IntervalStage, rows count: Int) {
    let neurons = unstableNeurons(of: stage, rows: count)
    for start in stride(from: 0, to: neurons.count, by: rows.pairs) where !deadline.hasPassed {
      let chunk = neurons[start..<min(start + rows.pairs, neurons.count)]
      carryBack(stage, chunk)
      narrow(stage, chunk, rows.bounds, offset: rows.pairs)
    }
  }

  /// Bounds some neurons of a stage by going back to the input: ``rows`` then have their lower
  /// bounds, and those of their negatives from `rows.pairs` on.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - neurons: At most `rows.pairs`.
  func carryBack(_ stage: IntervalStage, _ neurons: ArraySlice<(domain: Int, unit: Int)>) {
    let blocks = stage.value == network.stages.count ? closest : blocks
    let specification = NeuronSpecification(stage: stage, neurons: neurons)
    rows.run(from: specification.write(into: rows, self), self, blocks)
  }

  /// The neurons that going back can be of use for.
  func unstableNeurons(
    of stage: IntervalStage, rows count: Int
  ) -> [(domain: Int, unit: Int)] {
    let box = intervals.boxes[stage.value]
    var neurons: [(domain: Int, unit: Int)] = []
    for example in 0..<count where !intervals.isLost[example] && !isEmpty[example] {
      let first = example * stage.outputs
      var own = (0..<stage.outputs).filter { unit in
        let (low, high) = (box.lower[first + unit], box.upper[first + unit])
        return low < high && !(stage.activation?.isLinear(low, high) ?? false)
      }
      if own.count > network.unitLimit {
        func width(_ unit: Int) -> Double { box.upper[first + unit] - box.lower[first + unit] }
        own = own.sorted { width($0) > width($1) }.prefix(network.unitLimit).sorted()
      }
      neurons += own.map { (example, $0) }
    }
    return neurons
  }

  /// Intersects bounds with those of functionals z and, `offset` rows later, −z.
  func narrow(
    _ stage: IntervalStage, _ units: ArraySlice<(domain: Int, unit: Int)>,
    _ bounds: RowBuffer<Double>, offset: Int
  ) {
    let box = intervals.boxes[stage.value]
    for (row, (example, unit)) in units.enumerated() {
      narrow(
        box, example * stage.outputs + unit, row: example, bounds.pointer[row],
        -bounds.pointer[offset + row])
    }
  }
}
