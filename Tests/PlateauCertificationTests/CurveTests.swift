import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauCertification

/// What is derived from the curve of a nonlinearity.
@Suite("Bounds from curves")
struct CurveTests {
  static let examples: [Activation] =
    Activation.allCases + [
      .leakyReLU(slope: -0.5), .elu(alpha: 0.3), .celu(alpha: 2.5), .softplus(beta: 2),
    ]

  /// Intervals of every width, about joints and elsewhere.
  static func intervals(_ activation: Activation, _ count: Int) -> [(low: Double, high: Double)] {
    var generator = SeededGenerator(seed: 9, purpose: "curves")
    let places =
      activation.function.curve(over: -3, 3).joints.map(\.place) + activation.function.curve.turns
      + [0]
    return (0..<count).map { index in
      let width = [1e-9, 0.01, 0.5, 2, 6, 30, 1e4][index % 7] * generator.uniform(0.1, 1)
      let center =
        index % 2 == 0 ? places[index / 2 % places.count] : generator.uniform(-8, 8)
      let low = center - width * generator.uniform(0, 1)
      return (low, low + width)
    }
  }

  static func points(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0...count).map { min(high, low + (high - low) * Double($0) / Double(count)) }
  }

  @Test("Ranges hold, and are attained", arguments: examples)
  func ranges(_ activation: Activation) {
    let function = activation.function
    for (low, high) in Self.intervals(activation, 500) {
      let values = Self.points(low, high, 100).map { function.value(at: $0) }
      let turns = function.curve.turns.filter { low < $0 && $0 < high }
      let all = values + turns.map { function.value(at: $0) }
      let range = function.range(over: low, high)
      let (least, most) = (all.min() ?? 0, all.max() ?? 0)
      #expect(range.lower <= least && most <= range.upper, "\(low) \(high)")
      let room = 1e-12 * (1 + low.magnitude + high.magnitude)
      #expect(range.lower >= least - room && range.upper <= most + room, "\(low) \(high)")
    }
  }

  @Test("Lines hold, and leave no more area than any", arguments: examples)
  func lines(_ activation: Activation) {
    guard case .curve = activation.function.lines else { return }
    let function = activation.function
    for (low, high) in Self.intervals(activation, 400) {
      let lines = activation.relaxation(low, high)
      let points = Self.points(low, high, 200)
      for z in points {
        let value = function.value(at: z)
        let room = 1e-15 * (1 + (lines.upper.slope * z).magnitude)
        #expect(
          lines.upper.slope * z + lines.upper.intercept >= value - room, "\(low) \(high) \(z)")
        #expect(
          lines.lower.slope * z + lines.lower.intercept <= value + room, "\(low) \(high) \(z)")
      }
      // The best lines around the points alone are those of hulls, at the middle; tangents between
      // points are farther out, and jumps.
      guard function.largestSlope > 0 else { continue }
      let bends = function.curve.joints.map(\.place) + function.curve.turns
      let some = (Self.points(low, high, 60) + bends.filter { low < $0 && $0 < high }).sorted()
      let best = Self.hull(some, some.map { function.value(at: $0) })
      let room = min((high - low) / 60, 0.02 * (1 + best)) * function.largestSlope
      #expect(
        lines.gap(low, high) <= best + room + 1e-11 * (1 + high.magnitude), "\(low) \(high) \(best)"
      )
    }
  }

  /// The width at the middle of the convex hull of points.
  static func hull(_ points: [Double], _ values: [Double]) -> Double {
    let middle = 0.5 * points[0] + 0.5 * points[points.count - 1]
    func height(_ sign: Double) -> Double {
      var result = -Double.infinity
      for left in points.indices where points[left] <= middle {
        for right in points.indices where points[right] > middle {
          let share = (middle - points[left]) / (points[right] - points[left])
          result = max(result, sign * (values[left] + (values[right] - values[left]) * share))
        }
      }
      return result
    }
    return height(1) + height(-1)
  }

  @Test("Enclosures hold values", arguments: examples)
  func enclosures(_ activation: Activation) {
    let function = activation.function
    var generator = SeededGenerator(seed: 10, purpose: "enclosures")
    for index in 0..<10_000 {
      let z = generator.uniform(-1, 1) * [1.0, 10, 100, 1e8][index % 4]
      #expect(function.lower(at: z) <= function.value(at: z))
      #expect(function.value(at: z) <= function.upper(at: z))
      let width = function.upper(at: z) - function.lower(at: z)
      #expect(width <= 1e-12 * (1 + z.magnitude))
    }
  }
}
