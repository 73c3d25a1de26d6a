import PlateauNumerics
import RealModule

/// The least value of (a − b)·x′ + α − β, where x′ is near x.
package struct LinearProblem {
  let x: [Double]
  /// The rows a and b of weights.
  let first: UnsafePointer<Double>
  let second: UnsafePointer<Double>
  /// The biases α and β.
  let offsets: (Double, Double)

  /// Creates a problem from x, the rows a and b, and the biases.
  package init(
    x: [Double], first: UnsafePointer<Double>, second: UnsafePointer<Double>,
    offsets: (Double, Double)
  ) {
    self.x = x
    self.first = first
    self.second = second
    self.offsets = offsets
  }

  /// A lower bound of the minimum over |x′ − x| ≤ ε in the box, apart by rounding alone.
  func boxMinimum(radius epsilon: Double, box: ClosedRange<Double>) -> Double {
    var sum = CompensatedSum()
    sum.add(offsets.0)
    sum.add(-offsets.1)
    for index in x.indices {
      // Differences as pairs of numbers are exact.
      let slope = Augmented.sum(first[index], -second[index])
      let end: (head: Double, tail: Double)
      if slope.head > 0 {
        let low = Augmented.sum(x[index], -epsilon)
        end = isBelow(low, box.lowerBound) ? (box.lowerBound, 0) : low
      } else {
        let high = Augmented.sum(x[index], epsilon)
        end = isBelow((-high.head, -high.tail), -box.upperBound) ? (box.upperBound, 0) : high
      }
      sum.add(slope.head, times: end.head)
      if slope.tail != 0 { sum.add(slope.tail, times: end.head) }
      if end.tail != 0 {
        sum.add(slope.head, times: end.tail)
        if slope.tail != 0 { sum.add(slope.tail, times: end.tail) }
      }
    }
    return sum.lowerBound
  }

  @inline(__always)
  private func isBelow(_ pair: (head: Double, tail: Double), _ bound: Double) -> Bool {
    pair.head < bound || pair.head == bound && pair.tail < 0
  }
}
