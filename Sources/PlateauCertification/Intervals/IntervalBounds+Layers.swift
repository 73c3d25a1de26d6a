public import PlateauNumerics
public import PlateauRobustness

extension IntervalBounds {
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
    precondition(inputs.columns == stages[0].inputs, "inputs must fit the network")
    let shown = stages.filter { $0.isHidden || $0.value == stages.count }
    let results = shown.map { stage in
      (0..<2).map { _ in RowBuffer<Double>(capacity: inputs.rows, columns: stage.outputs) }
    }
    let passes = passes(workers)
    workers.run(count: inputs.rows, by: shardSize) { range, thread in
      let pass = passes[thread]
      pass.inputs.load(inputs, rows: range)
      Self.check(pass.inputs.pointer, count: range.count * inputs.columns, threat)
      pass.start(threat, rows: range.count)
      var next = 0
      for stage in stages {
        pass.bound(stage, rows: range.count)
        if next < shown.count, shown[next].value == stage.value {
          pass.copy(stage, into: results[next][0], results[next][1], range)
          next += 1
        }
        pass.activate(stage, rows: range.count)
      }
    }
    return results.map { Bounds(lower: $0[0].matrix(), upper: $0[1].matrix()) }
  }
}

extension IntervalPass {
  /// Copies the bounds of a stage, in the order that users see.
  func copy(
    _ stage: IntervalStage, into lower: RowBuffer<Double>, _ upper: RowBuffer<Double>,
    _ rows: Range<Int>
  ) {
    let box = boxes[stage.value]
    let (channels, pixels) = (stage.output.channels, stage.pixels)
    for row in 0..<rows.count {
      let place = row * stage.outputs
      let target = rows.lowerBound + row
      Double.images.channelsFirst(
        channels: channels, pixels: pixels, of: box.lower + place, into: lower.row(target))
      Double.images.channelsFirst(
        channels: channels, pixels: pixels, of: box.upper + place, into: upper.row(target))
      guard isLost[row] else { continue }
      lower.row(target).update(repeating: -.infinity, count: stage.outputs)
      upper.row(target).update(repeating: .infinity, count: stage.outputs)
    }
  }
}
