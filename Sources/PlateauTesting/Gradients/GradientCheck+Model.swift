public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

extension GradientCheck {
  /// Compares the directions of a model's input gradients, of which attacks use nothing else.
  ///
  /// Gradients of an evaluator may be scaled by a positive factor for each example; the factor that
  /// fits best is taken out before they are compared.
  ///
  /// - Parameters:
  ///   - model: Anything that can be attacked and has an input gradient.
  ///   - loss: The loss of one example's logits.
  ///   - inputs: Examples, of shape `[examples, features]`; they are moved by up to four steps, out
  ///     of the box too.
  ///   - labels: A class for each example.
  ///   - rule: How the gradient is computed.
  /// - Returns: The comparison over all examples, each relative to its own largest component.
  /// - Precondition: the model has an input gradient, and the inputs fit to it.
  /// - Complexity: six evaluations of the model for each component.
  public func directions(
    of model: some AttackableModel, loss: LogitLoss, at inputs: Matrix<Double>, labels: [Int],
    rule: GradientRule = .stable
  ) -> GradientComparison {
    precondition(inputs.columns == model.inputShape.count, "examples must fit the input")
    precondition(labels.count == inputs.rows, "each example has a label")
    let capacity = 64
    let evaluator = model.makeEvaluator(Double.self, capacity: capacity)
    precondition(evaluator.hasInputGradient, "the model has no gradient to check")
    let rows = RowBuffer<Double>(capacity: capacity, columns: inputs.columns)
    let gradient = RowBuffer<Double>(capacity: capacity, columns: inputs.columns)
    let logits = RowBuffer<Double>(capacity: capacity, columns: model.classCount)
    var comparison = GradientComparison(tolerance: tolerance)
    for row in 0..<inputs.rows {
      rows.load(inputs, rows: row..<row + 1)
      evaluator.gradient(
        of: loss, at: rows, labels: [Int32(labels[row])], rule: rule, into: gradient,
        logits: logits)
      let direction = gradient.matrix().elements
      let sample = sample(Array(inputs.row(row)), row: row)
      var values: [Double] = []
      for start in stride(from: 0, to: sample.moves.count, by: capacity) {
        let moves = sample.moves[start..<min(start + capacity, sample.moves.count)]
        var moved = inputs.rows(at: Array(repeating: row, count: moves.count))
        for (place, move) in moves.enumerated() { moved[place, move.index] += move.offset }
        rows.load(moved, rows: 0..<moved.rows)
        evaluator.evaluate(rows, into: logits)
        let result = logits.matrix()
        values += (0..<result.rows).map { loss.value(result.row($0), label: labels[row]) }
      }
      comparison.add(compare(direction, sample, values, row: row, scales: true))
    }
    return comparison
  }
}
