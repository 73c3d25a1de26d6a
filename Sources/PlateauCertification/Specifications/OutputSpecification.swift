import PlateauNumerics

/// Weighted sums of inequalities of outputs, one a row: a conjunction cannot hold where such a sum
/// is above 0.
struct OutputSpecification: Specification {
  /// A conjunction of inequalities over a domain.
  struct Row {
    /// The domain, by its place in the workspace.
    let domain: Int
    let inequalities: [OutputInequality]
    /// A weight of each inequality, none negative.
    var weights: [Double]

    /// That all inequalities hold; equal weights at first.
    init(domain: Int, _ inequalities: [OutputInequality], weights: [Double]? = nil) {
      self.domain = domain
      self.inequalities = inequalities
      let count = inequalities.count
      self.weights = weights ?? Array(repeating: 1 / Double(max(1, count)), count: count)
    }

    /// Weighs those inequalities more that are further from holding.
    ///
    /// - Parameter bounds: A lower bound of each.
    mutating func weigh(by bounds: [Double]) {
      guard let most = bounds.max(), most.isFinite else { return }
      let scale = max(most.magnitude, 1e-30)
      let shares = bounds.map { $0.isFinite ? Elementary.exp(max(-40, ($0 - most) / scale)) : 0 }
      let total = shares.reduce(0, +)
      weights = shares.map { $0 / total }
    }
  }

  var rows: [Row]

  var count: Int { rows.count }

  func write(into backward: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    let last = backward.network.lastStage
    backward.examples = rows.map(\.domain)
    backward.start(.single, at: last.source)
    for (index, row) in rows.enumerated() {
      let target = backward.coefficients[last.source].row(index)
      target.clear(count: last.inputs)
      var (constant, size, count) = (0.0, 0.0, 0)
      for (inequality, weight) in zip(row.inequalities, row.weights) where weight > 0 {
        for term in inequality.terms {
          let factor = weight * term.coefficient
          last.add(factor, timesRow: term.output, to: target)
          let bias = last.bias(ofOutput: term.output)
          constant += factor * bias
          size +=
            factor.magnitude
            * (workspace.size(ofOutput: term.output, example: row.domain) + bias.magnitude)
          count += 1
        }
        constant -= weight * inequality.bound.upperBound
        size += weight * inequality.bound.upperBound.magnitude
        count += 1
      }
      backward.constants.pointer[index] = constant
      // Each coefficient is a sum of so many products of three numbers, as is the constant.
      let gamma = RoundingError.gamma(2 * count + 8)
      let magnitudes = workspace.magnitudes[last.source].row(row.domain)
      let total = (0..<last.inputs).reduce(8 + size) { $0 + magnitudes[$1] }
      backward.errors.pointer[index] =
        2 * gamma * size + total * Double(2 * count + 8) * RoundingError.tiny
    }
    return BackwardStart(value: last.source, isOperation: false)
  }

  /// Multiplies each weight by the exponential of its inequality's part in the bound.
  ///
  /// Source: J. Kivinen and M. K. Warmuth, "Exponentiated Gradient versus Gradient Descent for
  /// Linear Predictors", 1997.
  mutating func ascend(
    along points: [RowBuffer<Double>], _ network: BoundedNetwork, rate: Double
  ) {
    for index in rows.indices where rows[index].weights.count > 1 {
      let gaps = gaps(index, points, network)
      let size = gaps.reduce(0) { max($0, $1.magnitude) }
      guard size > 0, size.isFinite else { continue }
      var total = 0.0
      for place in gaps.indices {
        rows[index].weights[place] =
          max(rows[index].weights[place], 1e-6) * Elementary.exp(4 * rate * gaps[place] / size)
        total += rows[index].weights[place]
      }
      for place in gaps.indices { rows[index].weights[place] /= total }
    }
  }

  /// How far each inequality of a row is from holding at what an input leads to.
  func gaps(
    _ index: Int, _ points: [RowBuffer<Double>], _ network: BoundedNetwork
  ) -> [Double] {
    let last = network.lastStage
    return rows[index].inequalities.map { inequality in
      inequality.terms.reduce(-inequality.bound.upperBound) { sum, term in
        sum + term.coefficient * last.output(term.output, at: points[last.source].row(index))
      }
    }
  }
}
