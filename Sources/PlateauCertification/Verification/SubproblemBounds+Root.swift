import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension SubproblemBounds {
  /// Begins with the region.
  func start() {
    ascent.reset()
    switch problem.region {
    case .ball(let center, let threat):
      workspace.intervals.inputs.pointer.update(from: center, count: center.count)
      workspace.start(threat, count: 1)
    case .box: workspace.start([problem.box])
    }
  }

  /// Bounds some neurons of a stage by going back to the input.
  ///
  /// - Parameters:
  ///   - neurons: At most ``BoundedNetwork/pairs``.
  ///   - stage: The stage, of which bounds by intervals are there.
  /// - Returns: Lower bounds, and upper ones.
  func backwardBounds(
    of neurons: ArraySlice<(domain: Int, unit: Int)>, _ stage: IntervalStage
  ) -> (lower: [Double], upper: [Double]) {
    workspace.carryBack(stage, neurons)
    return ends(workspace.rows.bounds, neurons.count, offset: workspace.rows.pairs)
  }

  /// Improves bounds of neurons of a stage by choosing other lines for each.
  ///
  /// - Parameters:
  ///   - neurons: At most half as many as there are rows.
  ///   - stage: The stage.
  ///   - steps: The number of changes.
  /// - Returns: Lower bounds, and upper ones.
  func optimizedBounds(
    of neurons: ArraySlice<(domain: Int, unit: Int)>, _ stage: IntervalStage, steps: Int
  ) -> (lower: [Double], upper: [Double]) {
    ascent.run(
      neurons, of: stage, workspace, AscentSteps(count: steps, rate: 0.25, decay: 0.9))
    return ends(ascent.best, neurons.count, offset: neurons.count)
  }

  private func ends(
    _ bounds: RowBuffer<Double>, _ count: Int, offset: Int
  ) -> (lower: [Double], upper: [Double]) {
    (
      (0..<count).map { bounds.pointer[$0] }, (0..<count).map { -bounds.pointer[offset + $0] }
    )
  }

  /// Narrows the bounds of a stage to those that hold, too.
  func narrow(_ stage: IntervalStage, lower: [Double], upper: [Double]) {
    let box = workspace.intervals.boxes[stage.value]
    for unit in 0..<stage.outputs {
      workspace.narrow(box, unit, row: 0, lower[unit], upper[unit])
    }
  }

  /// Relaxes a stage's nonlinearity, notes the neurons that are unstable, and goes on through it.
  func leave(_ stage: IntervalStage) {
    workspace.leave(stage, rows: 1) { [ascent, workspace] in
      ascent.collect(stage, domain: $0, workspace)
    }
  }

  /// Prepares the last stage, and keeps the region as a domain.
  func finish() {
    workspace.size(network.lastStage, rows: 1)
    keepRegion()
  }

  /// Keeps the region as a domain, with the neurons of the stages that have been left.
  func keepRegion() {
    workspace.copy(0, to: root)
    neurons = ascent.unstable.enumerated().flatMap { stage, domains in
      domains[0].map { (stage, ascent.neurons[Int($0)].unit) }
    }
    for stage in places.indices {
      ascent.unstable[stage][root] = ascent.unstable[stage][0]
      for unit in places[stage].indices { places[stage][unit] = -1 }
    }
    for (place, neuron) in neurons.enumerated() {
      places[neuron.stage][neuron.unit] = Int32(place)
    }
  }

  /// The largest lower bound that intervals give an inequality of a conjunction over the region.
  func intervalBound(_ conjunction: Int) -> Double {
    let rows = workspace.rows
    return problem.conjunctions[conjunction].reduce(-.infinity) { best, inequality in
      let specification = OutputSpecification(rows: [.init(domain: 0, [inequality])])
      let start = specification.write(into: rows, workspace)
      return max(best, rows.intervalBound(0, of: start.value, workspace))
    }
  }
}
