public import PlateauNumerics
public import PlateauRobustness

extension IntervalBounds {
  /// Bounds of what enters every hidden nonlinearity, and of the logits, in this order.
  ///
  /// - Parameters:
  ///   - inputs: Inputs in the box, of shape `[examples, features]`.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each dense layer bounds of shape `[examples, units]`, over the whole ball.
  /// - Precondition: `inputs.columns` is the size of the network's input.
  public func layers(
    of inputs: Matrix<Double>, within threat: ThreatModel, workers: Workers
  ) -> [Bounds] {
    precondition(inputs.columns == stages[0].inputs, "inputs must fit the network")
    let results = stages.map { stage in
      (0..<2).map { _ in RowBuffer<Double>(capacity: inputs.rows, columns: stage.outputs) }
    }
    let passes = passes(workers)
    workers.run(count: inputs.rows, by: Self.shardSize) { range, thread in
      let pass = passes[thread]
      pass.inputs.load(inputs, rows: range)
      Self.check(pass.inputs.pointer, count: range.count * inputs.columns, threat)
      for (index, stage) in stages.enumerated() {
        pass.bound(stage, rows: range.count, from: index == 0 ? threat : nil)
        for row in 0..<range.count {
          for unit in 0..<stage.outputs {
            let isLost = pass.isLost[row]
            let place = row * stage.outputs + unit
            results[index][0].row(range.lowerBound + row)[unit] =
              isLost ? -.infinity : pass.lower[place]
            results[index][1].row(range.lowerBound + row)[unit] =
              isLost ? .infinity : pass.upper[place]
          }
        }
        if index < stages.count - 1 { pass.activate(stage, rows: range.count) }
      }
    }
    return results.map { Bounds(lower: $0[0].matrix(), upper: $0[1].matrix()) }
  }
}
