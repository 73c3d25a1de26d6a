public import PlateauNumerics

/// The generalized normal family about 0, of density proportional to exp(−|x|^β).
///
/// The shape β says how heavy the tails are: 1 is the Laplace distribution, 2 the normal one, and
/// towards ∞ it becomes the uniform one on −1...1.
///
/// ```swift
/// let family = GeneralizedNormal(shape: 1)
/// print(family.excessKurtosis)  // 3
/// ```
///
/// Source: S. Nadarajah, "A generalized normal distribution", 2005.
public struct GeneralizedNormal: Sendable, Hashable, Codable {
  /// The exponent β.
  public let shape: Double

  /// Creates the distribution of a shape.
  ///
  /// - Precondition: `shape` lies in 0.1...1000, where no moment overflows.
  public init(shape: Double) {
    precondition((0.1...1000).contains(shape), "the shape lies in 0.1...1000")
    self.shape = shape
  }

  /// The variance Γ(3/β)/Γ(1/β).
  ///
  /// Its relative error is about that of log Γ times its magnitude: below 10⁻¹⁴ for β ≥ 0.3.
  public var variance: Double { ratio(of: [3], by: [1]) }

  /// The excess kurtosis Γ(5/β)Γ(1/β)/Γ(3/β)² − 3, in (−1.2, ∞).
  ///
  /// The error of the quotient is about that of log Γ times its magnitude: below 10⁻¹⁴ of it for
  /// β ≥ 0.3.
  public var excessKurtosis: Double { ratio(of: [5, 1], by: [3, 3]) - 3 }

  /// E|X|/√E X² = Γ(2/β)/√(Γ(1/β)Γ(3/β)), in (0, √3/2): what ‖w‖₁/(√d·‖w‖₂) tends to for
  /// d independent draws w.
  ///
  /// Its relative error is that of ``variance``.
  ///
  /// Source: R. Geary, "The ratio of the mean deviation to the standard deviation as a test of
  /// normality", 1935.
  public var gearyRatio: Double { ratio(of: [2, 2], by: [1, 3]).squareRoot() }

  /// The quotient of products of Γ(k/β).
  private func ratio(of numerator: [Double], by denominator: [Double]) -> Double {
    func logarithm(_ orders: [Double]) -> Double {
      orders.reduce(0) { $0 + Elementary.logGamma($1 / shape) }
    }
    return Elementary.exp(logarithm(numerator) - logarithm(denominator))
  }

  /// Draws a number.
  ///
  /// |X|^β is a Gamma variate of shape 1/β, which is one of shape 1 + 1/β times U^β: X is a uniform
  /// number in −1...1 times the root of a variate that no β makes underflow.
  ///
  /// Source of the factor U^β: G. Marsaglia and W. Tsang, "A Simple Method for Generating Gamma
  /// Variables", 2000, for shapes below 1.
  public func sample(using generator: inout SeededGenerator) -> Double {
    let sign = generator.uniform(-1, 1)
    return sign * Elementary.pow(generator.gamma(shape: 1 + 1 / shape), 1 / shape)
  }

  /// Draws numbers, one after the other.
  public func samples(_ count: Int, using generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in sample(using: &generator) }
  }
}
