public import PlateauNumerics

extension Network {
  /// The loss over the interval bounds of a batch, and its gradient with respect to every parameter.
  ///
  /// Bounds are rounded to nearest, without regard to errors: they say what certified training sees,
  /// and prove nothing. At a kink the gradient is one from a side: of |w| it is 0 at 0, of a
  /// rectifier 0 at its corners.
  ///
  /// - Parameters:
  ///   - inputs: Examples in the box, of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - objective: The balls, and the weights of the terms.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: The statistics of the batch, and the gradient in the order of `parameters`.
  /// - Precondition: there is an example, `inputs.columns` is the size of the input, labels are
  ///   classes, and no layer is a batch normalization.
  /// - Complexity: Twice that of
  ///   ``parameterGradient(at:labels:penaltyWeights:attentionWeight:workers:)``.
  public func boundGradient(
    at inputs: Matrix<Element>, labels: [Int], objective: BoundObjective, workers: Workers
  ) -> (statistics: BoundStatistics, gradient: [Element]) {
    let gradient = RowBuffer<Element>(capacity: 1, columns: parameters.count)
    let statistics = bound(inputs, labels, objective, workers) { pass in
      for tile in WeightTile.tiles(of: architecture) {
        pass.addGradient(
          of: tile, to: gradient.pointer + tile.weights.lowerBound,
          gradient.pointer + tile.biases.lowerBound, thread: 0)
      }
    }
    return (statistics, gradient.matrix().elements)
  }

  /// What the logit of the true class exceeds every other one by within interval bounds, rounded to
  /// nearest: no proof, where it is close to 0.
  ///
  /// - Parameters:
  ///   - inputs: Examples in [0, 1], of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - epsilon: The radius of the ℓ∞ balls, which are clipped to [0, 1].
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: For each example the least z_y − z_k over all k ≠ y that the bounds allow.
  /// - Precondition: As for ``boundGradient(at:labels:objective:workers:)``.
  public func boundMargins(
    of inputs: Matrix<Element>, labels: [Int], epsilon: Double, workers: Workers
  ) -> [Element] {
    var margins = [Element](repeating: .infinity, count: labels.count)
    _ = bound(inputs, labels, BoundObjective(epsilon: epsilon), workers) { pass in
      for (row, label) in labels.enumerated() {
        for other in 0..<architecture.classCount where other != label {
          margins[row] = min(margins[row], -pass.worstLogits[row * architecture.classCount + other])
        }
      }
    }
    return margins
  }

  /// Runs a pass over a batch, and reads what it has left.
  private func bound(
    _ inputs: Matrix<Element>, _ labels: [Int], _ objective: BoundObjective, _ workers: Workers,
    _ read: (IntervalTrainingPass<Element>) -> Void
  ) -> BoundStatistics {
    precondition(inputs.rows > 0, "a mean needs an example")
    precondition(inputs.columns == architecture.input.count, "examples must fit the input")
    precondition(labels.count == inputs.rows, "each example has a label")
    precondition(labels.allSatisfy((0..<architecture.classCount).contains), "labels are classes")
    let pass = IntervalTrainingPass<Element>(
      architecture, capacity: inputs.rows, workers: workers)
    let classes = labels.map { Int32($0) }
    return parameters.lend { parameters in
      inputs.lend { inputs in
        classes.lend { labels in
          let statistics = pass.propagate(
            parameters, inputs: inputs, labels: labels, rows: classes.count, objective: objective)
          read(pass)
          return statistics
        }
      }
    }
  }
}
