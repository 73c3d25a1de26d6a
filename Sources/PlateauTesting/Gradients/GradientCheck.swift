import PlateauNumerics

/// Compares gradients with central differences of the function they belong to.
///
/// Each component is compared with the difference of order four
///
///   D(h) = [8 (f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))] / 12h,
///
/// taken in double precision at h = ``step`` · max(1, |x|). Its error is at most
/// h⁴ |f⁽⁵⁾| / 30 + 1.5 δ / h, where δ is the rounding error of the function's values. With the
/// default step of 2⁻¹³ and values near 1 of error 10⁻¹⁵ these are 10⁻¹⁷ |f⁽⁵⁾| and 10⁻¹¹: a
/// tolerance of 10⁻⁷ leaves room for functions that are hundreds of times steeper or less exact.
///
/// D(2h) is taken as well, and the slopes on either side. Where the former differ by more than the
/// tolerance, or the latter by more than curvature explains, the component is inconclusive: a kink lies
/// within reach, or at the point itself, as those of rectifiers and margins do. So it is where the
/// gradient is too small to be seen in the rounding of the values, as in a saturated network.
///
/// ```swift
/// let comparison = GradientCheck().inputs(
///   of: network, loss: .margin, at: images, labels: labels, workers: workers)
/// #expect(comparison.passes, "\(comparison)")
/// ```
///
/// Source: B. Fornberg, "Generation of Finite Difference Formulas on Arbitrarily Spaced Grids",
/// 1988, table 1.
public struct GradientCheck: Sendable, Hashable {
  /// The largest error allowed, relative to the largest component of the gradient.
  public var tolerance: Double
  /// The step h, for arguments up to 1; larger ones take it in proportion.
  public var step: Double
  /// The largest number of components compared, drawn from all; nil compares every one.
  public var limit: Int?
  /// The seed by which they are drawn.
  public var seed: UInt64

  /// Creates a check.
  ///
  /// - Precondition: the tolerance and the step are positive and finite.
  public init(
    tolerance: Double = 1e-7, step: Double = 0x1p-13, limit: Int? = nil, seed: UInt64 = 0
  ) {
    precondition(tolerance > 0 && tolerance.isFinite, "the tolerance is positive")
    precondition(step > 0 && step.isFinite, "the step is positive")
    self.tolerance = tolerance
    self.step = step
    self.limit = limit
    self.seed = seed
  }

  /// Compares the gradient of any function.
  ///
  /// - Parameters:
  ///   - gradient: What is said to be its gradient, a component for each coordinate.
  ///   - point: Where.
  ///   - function: The function; called six times for each component compared.
  /// - Returns: The largest error, and where it is.
  /// - Precondition: the gradient has as many components as the point.
  public func compare(
    _ gradient: [Double], at point: [Double], _ function: (_ point: [Double]) -> Double
  ) -> GradientComparison {
    let sample = sample(point)
    let values = sample.moves.map { move in
      var moved = point
      moved[move.index] += move.offset
      return function(moved)
    }
    return compare(gradient, sample, values)
  }
}

extension GradientCheck {
  /// The components compared at one point, and the moves that their differences need.
  struct Sample {
    /// A change of one coordinate.
    struct Move {
      let index: Int
      let offset: Double
    }

    let indices: [Int]
    let moves: [Move]
  }

  /// The moves in units of the step.
  private static let multiples: [Double] = [1, -1, 2, -2, 4, -4]

  /// Chooses components and moves; `row` varies the choice from example to example.
  func sample(_ point: [Double], row: Int = 0) -> Sample {
    var indices = Array(point.indices)
    if let limit, limit < point.count {
      var generator = SeededGenerator(seed: seed, purpose: "gradient check", index: row)
      indices = generator.permutation(point.count).prefix(limit).sorted()
    }
    return Sample(
      indices: indices,
      moves: indices.flatMap { index in
        let step = step * max(1, abs(point[index]))
        return Self.multiples.map { Sample.Move(index: index, offset: $0 * step) }
      })
  }

  /// The comparison from the values of the function at every move of a sample, after the gradient
  /// has been multiplied by the positive factor that fits best if `scales`.
  func compare(
    _ gradient: [Double], _ sample: Sample, _ values: [Double], row: Int = 0, scales: Bool = false
  ) -> GradientComparison {
    let count = Self.multiples.count
    let differences = sample.indices.indices.map { place in
      let value = values[place * count..<(place + 1) * count]
      let step = sample.moves[place * count].offset
      return FourthOrderDifference(Array(value), step: step)
    }
    var components = sample.indices.map { gradient[$0] }
    if scales {
      let factor = Self.factor(components, differences)
      components = components.map { $0 * factor }
    }
    return GradientComparison(
      components, differences, indices: sample.indices, row: row, tolerance: tolerance)
  }

  /// The factor of the gradient that brings it nearest to the differences; 0 where it would be
  /// negative, so that a gradient of the wrong sign fails.
  private static func factor(
    _ gradient: [Double], _ differences: [FourthOrderDifference]
  ) -> Double {
    let largest = gradient.map { abs($0) }.max() ?? 0
    guard largest > 0, largest.isFinite else { return 1 }
    var product = 0.0
    var square = 0.0
    for (component, difference) in zip(gradient, differences) {
      product += component / largest * difference.value
      square += component / largest * (component / largest)
    }
    return max(0, product / square) / largest
  }
}

/// A derivative estimated from six values of a function.
struct FourthOrderDifference {
  /// D(h).
  let value: Double
  /// What it can be off by: the largest of the distance to D(2h), the jump of the slope at the point, and
  /// what one rounding of the values changes.
  let uncertainty: Double

  /// - Parameters:
  ///   - values: The function at h, −h, 2h, −2h, 4h and −4h from the point.
  ///   - step: h.
  init(_ values: [Double], step: Double) {
    value = (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * step)
    let wide = (8 * (values[2] - values[3]) - (values[4] - values[5])) / (24 * step)
    // The slope to the right less that to the left: 3h f″ + O(h³), or the jump of a kink.
    let near = ((values[2] - values[0]) - (values[1] - values[3])) / step
    let far = ((values[4] - values[2]) - (values[3] - values[5])) / (2 * step)
    let rounding = values.reduce(0) { max($0, $1.magnitude) }.ulp / step
    uncertainty = max(abs(value - wide), abs(2 * near - far), rounding)
  }
}
