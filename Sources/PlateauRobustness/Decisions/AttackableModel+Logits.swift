public import PlateauNumerics

extension AttackableModel {
  /// The logits by which the model is judged: in Double, as attacks compute them.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: Logits, of shape `[examples, classes]`.
  /// - Precondition: `inputs.columns` is the size of the input.
  public func judgedLogits(of inputs: Matrix<Float>, workers: Workers) -> Matrix<Double> {
    precondition(inputs.columns == inputShape.count, "examples must fit the input")
    let result = RowBuffer<Double>(capacity: inputs.rows, columns: classCount)
    let size = max(1, min(128, largestBatch))
    // One shard is evaluated by the calling thread; a seat has the whole model in it.
    let seats = (0..<(inputs.rows > size ? workers.threads : 1)).map { _ in
      JudgingSeat(
        evaluator: makeEvaluator(Double.self, capacity: size),
        points: RowBuffer<Double>(capacity: size, columns: inputs.columns),
        logits: RowBuffer<Double>(capacity: size, columns: classCount))
    }
    workers.run(count: inputs.rows, by: size) { range, thread in
      let seat = seats[thread]
      seat.points.count = range.count
      seat.logits.count = range.count
      inputs.lend(from: range.lowerBound) { base in
        Double.kernels.fromSingles(
          count: range.count * inputs.columns, base, into: seat.points.pointer)
      }
      seat.evaluator.evaluate(seat.points, into: seat.logits)
      result.row(range.lowerBound).update(
        from: seat.logits.pointer, count: range.count * result.columns)
    }
    return result.matrix()
  }
}

/// The memory in which one thread evaluates a model.
private struct JudgingSeat {
  let evaluator: any Evaluator<Double>
  let points: RowBuffer<Double>
  let logits: RowBuffer<Double>
}
