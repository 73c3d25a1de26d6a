public import PlateauNetworks
public import PlateauNumerics

/// Finds out why gradients are exactly zero.
///
/// ```swift
/// let causes = ZeroGradientCauses.of(
///   network, inputs: digits.inputs, labels: digits.labels, precision: .float)
/// print(ZeroGradientSummary(causes).text())
/// // 79 % of naive gradients are exactly zero (slope underflow in layers 1 and 2)
/// ```
public enum ZeroGradientCauses {
  /// The cause for each example.
  ///
  /// The pass of each example whose gradient is zero is repeated layer by layer, beside a reference
  /// in which every signal has a power of two of its own and slopes are logarithms. Where the
  /// reference is zero too, the cause is the network's. A sum that cancels exactly may leave a
  /// remainder of rounding in the reference, and then counts as underflow. The reference routes a
  /// max pooling by what enters the nonlinearity before it, where equal activities may differ.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - loss: The loss of one example's logits.
  ///   - rule: How gradients are computed.
  ///   - precision: The precision in which they are; parameters are rounded to it.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: The cause for each example; nil where the gradient is not exactly zero.
  /// - Precondition: `inputs.columns` is the size of the input, and labels are classes.
  /// - Complexity: a gradient for every example, and for those with a zero gradient as many
  ///   operations again, in plain loops.
  public static func of(
    _ network: Network<Double>, inputs: Matrix<Float>, labels: [Int],
    loss: LogitLoss = .crossEntropy, rule: GradientRule = .naive, precision: Precision = .float,
    workers: Workers = Workers()
  ) -> [ZeroGradientCause?] {
    switch precision {
    case .float:
      find(Network<Float>(network), inputs.converted(), labels, loss, rule, workers)
    case .double: find(network, inputs.converted(), labels, loss, rule, workers)
    }
  }

  private static func find<Element: Scalar>(
    _ network: Network<Element>, _ inputs: Matrix<Element>, _ labels: [Int], _ loss: LogitLoss,
    _ rule: GradientRule, _ workers: Workers
  ) -> [ZeroGradientCause?] {
    let gradient = network.inputGradient(
      of: loss, at: inputs, labels: labels, rule: rule, workers: workers)
    let rows = (0..<inputs.rows).filter { gradient.isZero(row: $0) }
    var result = [ZeroGradientCause?](repeating: nil, count: inputs.rows)
    guard !rows.isEmpty else { return result }
    let seats = (0..<workers.threads).map { _ in
      CauseFinder(network, loss: loss, rule: rule)
    }
    let found = UnsafeMutablePointer<ZeroGradientCause>.allocate(capacity: rows.count)
    found.initialize(repeating: .flat, count: rows.count)
    defer { found.deallocate() }
    workers.run(count: rows.count, by: 8) { range, thread in
      for place in range {
        let row = rows[place]
        found[place] = seats[thread].cause(at: Array(inputs.row(row)), label: labels[row])
      }
    }
    for (place, row) in rows.enumerated() { result[row] = found[place] }
    return result
  }
}
