import RealModule

/// A sum of products between two numbers, which are equal where nothing was rounded.
///
/// Unlike error bounds that are proportional to magnitudes, these ends leave exact sums exact.
package struct DirectedSum {
  /// The end that is not above the exact sum.
  package var lower: Double
  /// The end that is not below it.
  package var upper: Double

  package init(_ value: Double = 0) { (lower, upper) = (value, value) }

  package init(lower: Double, upper: Double) { (self.lower, self.upper) = (lower, upper) }

  /// The neighbors of a + b.
  @inlinable @inline(__always)
  package static func sum(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    let sum = Augmented.sum(a, b)
    if sum.tail == 0 { return (sum.head, sum.head) }
    // A tail that is not a number goes both ways.
    return (
      sum.tail > 0 ? sum.head : sum.head.nextDown, sum.tail < 0 ? sum.head : sum.head.nextUp
    )
  }

  /// The neighbors of a · b.
  @inlinable @inline(__always)
  package static func product(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
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

  /// The neighbors of a / b, for b ≠ 0.
  package static func quotient(_ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    if a == 0 { return (0, 0) }
    let head = a / b
    // The remainder can underflow, and of an infinite quotient there is none.
    if head.magnitude < 0x1p-960 || a.magnitude < 0x1p-900 || !head.isFinite {
      return (head.nextDown, head.nextUp)
    }
    let rest = a.addingProduct(-head, b)
    if rest == 0 { return (head, head) }
    return (rest > 0) == (b > 0) ? (head, head.nextUp) : (head.nextDown, head)
  }

  /// The neighbors of √a, for a ≥ 0.
  package static func squareRoot(_ a: Double) -> (lower: Double, upper: Double) {
    let root = a.squareRoot()
    if a == 0 { return (0, 0) }
    let isExact = a > 0x1p-900 && a.isFinite && (-a).addingProduct(root, root) == 0
    return isExact ? (root, root) : (max(0, root.nextDown), root.nextUp)
  }

  /// The same divided by a number that lies in an interval, of which both ends are on one side of 0.
  package func divided(by divisor: DirectedSum) -> DirectedSum {
    let ends = [lower, upper].flatMap { value in
      [divisor.lower, divisor.upper].map { Self.quotient(value, $0) }
    }
    // A minimum of numbers with one that is none is none.
    return DirectedSum(
      lower: ends.reduce(.infinity) { Double.minimum($0, $1.lower) + 0 * $1.lower },
      upper: ends.reduce(-.infinity) { Double.maximum($0, $1.upper) + 0 * $1.upper })
  }

  /// The same, or all numbers where an end is none.
  package var known: DirectedSum {
    lower.isNaN || upper.isNaN ? DirectedSum(lower: -.infinity, upper: .infinity) : self
  }

  /// Adds a number that lies in an interval.
  @inlinable @inline(__always)
  package mutating func add(_ low: Double, _ high: Double) {
    lower = Self.sum(lower, low).lower
    upper = Self.sum(upper, high).upper
  }

  /// Adds weight · value, for a value in an interval.
  @inlinable @inline(__always)
  package mutating func add(_ weight: Double, times value: DirectedSum) {
    if weight == 0 { return }
    if weight > 0 {
      add(Self.product(weight, value.lower).lower, Self.product(weight, value.upper).upper)
    } else {
      add(Self.product(weight, value.upper).lower, Self.product(weight, value.lower).upper)
    }
  }
}
