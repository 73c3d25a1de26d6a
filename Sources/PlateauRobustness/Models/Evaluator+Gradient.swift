public import PlateauNetworks
public import PlateauNumerics

extension Evaluator {
  /// Computes the gradient of each row's loss with respect to its own input.
  ///
  /// It allocates; a search calls `forward` and `pullBack` with memory of its own.
  ///
  /// - Parameters:
  ///   - loss: The loss of one example's logits.
  ///   - inputs: Examples, of shape `[count, features]`.
  ///   - labels: A class for each of the first `count` rows.
  ///   - rule: How the gradient is computed.
  ///   - gradient: Receives `[count, features]`, each row scaled by a power of two; sets its `count`.
  ///   - logits: Receives the logits the loss was taken of: under a surrogate of both passes those
  ///     of the softened network.
  /// - Returns: The power of two of each row.
  @discardableResult
  public func gradient(
    of loss: LogitLoss, at inputs: RowBuffer<Element>, labels: [Int32], rule: GradientRule,
    into gradient: RowBuffer<Element>, logits: RowBuffer<Element>
  ) -> [Int64] {
    precondition(labels.count >= inputs.count, "each row has a label")
    forward(inputs, rule: rule, into: logits)
    let cotangents = RowBuffer<Element>(capacity: max(1, logits.count), columns: logits.columns)
    cotangents.count = logits.count
    var exponents = [Int64](repeating: 0, count: max(1, logits.count))
    loss.seed(
      logits.pointer, rows: logits.count, classes: logits.columns, labels: labels, rule: rule,
      into: cotangents.pointer, exponents: &exponents)
    pullBack(cotangents, exponents: &exponents, into: gradient)
    return exponents
  }
}
