public import PlateauNumerics
public import PlateauRobustness

extension LinearBounds {
  /// Bounds of what enters every hidden nonlinearity, and of the logits, in this order.
  ///
  /// - Parameters:
  ///   - inputs: Inputs in the box, of shape `[examples, features]`.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each hidden layer and the logits bounds of shape `[examples, units]`, over the
  ///   whole ball; units of images are channels, then rows, then columns.
  /// - Precondition: `inputs.columns` is the size of the network's input.
  public func layers(
    of inputs: Matrix<Double>, within threat: ThreatModel, workers: Workers
  ) -> [Bounds] {
    let stages = network.stages
    precondition(inputs.columns == stages[0].inputs, "inputs must fit the network")
    let shown = stages.filter { $0.isHidden || $0.value == stages.count }
    let results = shown.map { stage in
      (0..<2).map { _ in RowBuffer<Double>(capacity: inputs.rows, columns: stage.outputs) }
    }
    let domains = domains(workers)
    workers.run(count: inputs.rows, by: shardSize) { range, thread in
      let (domains, workspace) = (domains[thread], domains[thread].workspace)
      workspace.intervals.inputs.load(inputs, rows: range)
      IntervalBounds.check(
        workspace.intervals.inputs.pointer, count: range.count * inputs.columns, threat)
      func copy(_ stage: IntervalStage) {
        guard let index = shown.firstIndex(where: { $0.value == stage.value }) else { return }
        workspace.intervals.copy(stage, into: results[index][0], results[index][1], range)
      }
      domains.bound(range.count, visit: copy) {
        workspace.start(threat, count: range.count)
      } finish: { isOptimized in
        domains.boundOutputs(range.count, isOptimized: isOptimized)
      }
      copy(network.lastStage)
    }
    return results.map { Bounds(lower: $0[0].matrix(), upper: $0[1].matrix()) }
  }
}
