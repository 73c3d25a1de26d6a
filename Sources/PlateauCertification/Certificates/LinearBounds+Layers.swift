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
    let stages = plan.stages
    precondition(inputs.columns == stages[0].inputs, "inputs must fit the network")
    let shown = stages.filter { $0.isHidden || $0.value == stages.count }
    let results = shown.map { stage in
      (0..<2).map { _ in RowBuffer<Double>(capacity: inputs.rows, columns: stage.outputs) }
    }
    let passes = passes(workers)
    workers.run(count: inputs.rows, by: shardSize) { range, thread in
      let pass = passes[thread]
      pass.intervals.inputs.load(inputs, rows: range)
      IntervalBounds.check(
        pass.intervals.inputs.pointer, count: range.count * inputs.columns, threat)
      func copy(_ stage: IntervalStage) {
        guard let index = shown.firstIndex(where: { $0.value == stage.value }) else { return }
        pass.intervals.copy(stage, into: results[index][0], results[index][1], range)
      }
      pass.bound(threat, count: range.count, visit: copy) {
        pass.boundLogits(rows: range.count)
      }
      copy(plan.lastStage)
    }
    return results.map { Bounds(lower: $0[0].matrix(), upper: $0[1].matrix()) }
  }
}

extension LinearPass {
  /// Bounds the logits as they are, not their differences.
  func boundLogits(rows: Int) {
    let last = plan.lastStage
    intervals.bound(last, rows: rows)
    size(last, rows: rows)
    if plan.isBounded[last.value - 1] { improve(last, rows: rows) }
  }
}
