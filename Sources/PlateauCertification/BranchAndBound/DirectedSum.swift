import RealModule

/// A sum of products between two numbers, which are equal where nothing was rounded.
///
/// Unlike error bounds that are proportional to magnitudes, these ends leave exact sums exact.
struct DirectedSum {
  private(set) var lower: Double
  private(set) var upper: Double

  init(_ value: Double = 0) { (lower, upper) = (value, value) }

  init(lower: Double, upper: Double) { (self.lower, self.upper) = (lower, upper) }

  /// The neighbors of a + b.
  @inline(__always)
  static func sum(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    let sum = Augmented.sum(a, b)
    if sum.tail == 0 { return (sum.head, sum.head) }
    // A tail that is not a number goes both ways.
    return (
      sum.tail > 0 ? sum.head : sum.head.nextDown, sum.tail < 0 ? sum.head : sum.head.nextUp
    )
  }

  /// The neighbors of a · b.
  @inline(__always)
  static func product(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    if a == 0 || b == 0 { return (0, 0) }
    let product = Augmented.product(a, b)
    // The tail can underflow.
    if product.head.magnitude < 0x1p-960 { return (product.head.nextDown, product.head.nextUp) }
    if product.tail == 0 { return (product.head, product.head) }
    return (
      product.tail > 0 ? product.head : product.head.nextDown,
      product.tail < 0 ? product.head : product.head.nextUp
    )
  }

  /// The same, or all numbers where an end is none.
  var known: DirectedSum {
    lower.isNaN || upper.isNaN ? DirectedSum(lower: -.infinity, upper: .infinity) : self
  }

  /// Adds a number that lies in an interval.
  @inline(__always)
  mutating func add(_ low: Double, _ high: Double) {
    lower = Self.sum(lower, low).lower
    upper = Self.sum(upper, high).upper
  }

  /// Adds weight · value, for a value in an interval.
  @inline(__always)
  mutating func add(_ weight: Double, times value: DirectedSum) {
    if weight == 0 { return }
    if weight > 0 {
      add(Self.product(weight, value.lower).lower, Self.product(weight, value.upper).upper)
    } else {
      add(Self.product(weight, value.upper).lower, Self.product(weight, value.lower).upper)
    }
  }
}
