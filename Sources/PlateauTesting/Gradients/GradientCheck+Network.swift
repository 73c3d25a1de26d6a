public import PlateauNetworks
public import PlateauNumerics

extension GradientCheck {
  /// Compares the gradients of each example's loss with respect to its own input.
  ///
  /// The differences are of the network in double precision; a gradient in single precision needs
  /// a tolerance of about 10⁻⁴. Under a surrogate they are not its gradient, but the real
  /// network's.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - loss: The loss of one example's logits.
  ///   - inputs: Examples, of shape `[examples, features]`; they are moved by up to four steps.
  ///   - labels: A class for each example.
  ///   - rule: How the gradient is computed.
  ///   - workers: The threads to use.
  /// - Returns: The comparison over all examples, each relative to its own largest component.
  /// - Complexity: six forward passes for each component.
  public func inputs<Element: Scalar>(
    of network: Network<Element>, loss: LogitLoss, at inputs: Matrix<Element>, labels: [Int],
    rule: GradientRule = .stable, workers: Workers
  ) -> GradientComparison {
    let gradient = network.inputGradient(
      of: loss, at: inputs, labels: labels, rule: rule, workers: workers
    ).values.converted(to: Double.self)
    let points = inputs.converted(to: Double.self)
    let exact = Network<Double>(network)
    var comparison = GradientComparison(tolerance: tolerance)
    for row in 0..<inputs.rows {
      let point = Array(points.row(row))
      let sample = sample(point, row: row)
      var moved = Matrix<Double>(
        rows: sample.moves.count, columns: point.count,
        elements: sample.moves.flatMap { _ in point })
      for (place, move) in sample.moves.enumerated() { moved[place, move.index] += move.offset }
      let logits = exact.logits(of: moved, workers: workers)
      let values = (0..<logits.rows).map { loss.value(logits.row($0), label: labels[row]) }
      comparison.add(compare(Array(gradient.row(row)), sample, values, row: row))
    }
    return comparison
  }

  /// Compares the gradient of the training loss with respect to every parameter.
  ///
  /// The loss is the mean over the batch of cross-entropy + Σ over layers λ Σ over units φ_c, here
  /// computed from logits and pre-activations by its definition, in double precision.
  ///
  /// - Parameters:
  ///   - network: The network; a large one needs a ``limit``.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - penaltyWeights: The factor λ of each hidden layer's penalty.
  ///   - attentionWeight: The factor of p (1 − p), summed over the weights of softmaxes inside.
  ///   - workers: The threads to use.
  /// - Returns: The comparison, relative to the largest component of the whole gradient.
  /// - Complexity: twelve forward passes of the batch for each component.
  public func parameters<Element: Scalar>(
    of network: Network<Element>, at inputs: Matrix<Element>, labels: [Int],
    penaltyWeights: [Element], attentionWeight: Element = 0, workers: Workers
  ) -> GradientComparison {
    let gradient = network.parameterGradient(
      at: inputs, labels: labels, penaltyWeights: penaltyWeights, attentionWeight: attentionWeight,
      workers: workers
    ).gradient
    let points = inputs.converted(to: Double.self)
    let weights = penaltyWeights.map { Double($0) }
    var moved = Network<Double>(network)
    let parameters = moved.parameters
    let sample = sample(parameters)
    let values = sample.moves.map { move in
      moved.parameters[move.index] = parameters[move.index] + move.offset
      defer { moved.parameters[move.index] = parameters[move.index] }
      return moved.trainingLoss(
        at: points, labels: labels, penaltyWeights: weights,
        attentionWeight: Double(attentionWeight), workers: workers)
    }
    return compare(gradient.map { Double($0) }, sample, values)
  }
}
