import RealModule

/// A sum of numbers and products as if in twice the precision, with a proven lower bound.
///
/// Each operation's rounding error is computed exactly and added up beside the sum.
///
/// Source: T. Ogita, S. M. Rump, S. Oishi, "Accurate Sum and Dot Product", 2005, algorithm 5.3 and
/// proposition 5.5.
package struct CompensatedSum {
  @usableFromInline
  var high = 0.0
  @usableFromInline
  var low = 0.0
  @usableFromInline
  var magnitude = 0.0
  @usableFromInline
  var terms = 0

  /// Creates a sum of nothing.
  @inlinable
  package init() {}

  /// Adds a number.
  @inlinable @inline(__always)
  package mutating func add(_ value: Double) {
    let sum = Augmented.sum(high, value)
    high = sum.head
    low += sum.tail
    magnitude += value.magnitude
    terms += 1
  }

  /// Adds a product.
  @inlinable @inline(__always)
  package mutating func add(_ a: Double, times b: Double) {
    let product = Augmented.product(a, b)
    let sum = Augmented.sum(high, product.head)
    high = sum.head
    low += sum.tail + product.tail
    magnitude += product.head.magnitude
    terms += 1
  }

  /// A number that is not above the exact sum; −∞ where something overflowed.
  ///
  /// It is below by at most 2⁻⁵¹ of the sum and 4·(n·2⁻⁵³)² of the sum of all magnitudes.
  package var lowerBound: Double {
    let value = high + low
    let gamma = RoundingError.gamma(terms + 4)
    // Underflow of a product's rounding error costs less than `tiny`, as does that of this bound.
    let error =
      value.magnitude * 0x1p-52 + 2 * gamma * gamma * magnitude
      + Double(terms + 1) * RoundingError.tiny
    let bound = (value - error).nextDown
    return bound.isFinite ? bound : -.infinity
  }
}
