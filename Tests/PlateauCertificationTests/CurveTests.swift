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
      .power(exponent: 3), .power(exponent: -2), .power(exponent: -3), .power(exponent: 1.5),
      .power(exponent: 0.3), .power(exponent: -0.5),
    ]

  /// Intervals of every width, about joints and elsewhere; in place of those where a function is not
  /// defined those of magnitudes.
  static func intervals(_ activation: Activation, _ count: Int) -> [(low: Double, high: Double)] {
    var generator = SeededGenerator(seed: 9, purpose: "curves")
    let places =
      activation.function.curve(over: -3, 3).joints.map(\.place) + activation.function.curve.turns
      + [0]
    return (0..<count).compactMap { index in
      let width = [1e-9, 0.01, 0.5, 2, 6, 30, 1e4][index % 7] * generator.uniform(0.1, 1)
      let center =
        index % 2 == 0 ? places[index / 2 % places.count] : generator.uniform(-8, 8)
      let low = center - width * generator.uniform(0, 1)
      let function = activation.function
      if function.isDefined(on: low, low + width) {
        return function.value(at: low + width).isFinite ? (low, low + width) : nil
      }
      let sizes = (low.magnitude, (low + width).magnitude)
      return (min(sizes.0, sizes.1), max(sizes.0, sizes.1))
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
      // Of waves some on both sides are all that there is to know.
      let turns = [(low, min(high, low + 7)), (max(low, high - 7), high)]
        .flatMap { function.curve(over: $0.0, $0.1).turns }.filter { low < $0 && $0 < high }
      let all = values + turns.map { function.value(at: $0) }
      let range = function.range(over: low, high)
      let (least, most) = (all.min() ?? 0, all.max() ?? 0)
      #expect(range.lower <= least && most <= range.upper, "\(low) \(high)")
      let size = activation.largestSlope.isFinite ? 0 : max(least.magnitude, most.magnitude)
      let room = 1e-12 * (1 + low.magnitude + high.magnitude + size)
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
        let size = activation.largestSlope.isFinite ? 0 : value.magnitude
        let room = 1e-15 * (1 + (lines.upper.slope * z).magnitude + size)
        #expect(
          lines.upper.slope * z + lines.upper.intercept >= value - room, "\(low) \(high) \(z)")
        #expect(
          lines.lower.slope * z + lines.lower.intercept <= value + room, "\(low) \(high) \(z)")
      }
      // The best lines around the points alone are those of hulls, at the middle; tangents between
      // points are farther out, and jumps.
      guard function.largestSlope > 0 else { continue }
      let bends = [(low, min(high, low + 7)), (max(low, high - 7), high)]
        .map { function.curve(over: $0.0, $0.1) }.flatMap { $0.joints.map(\.place) + $0.turns }
      let some = (Self.points(low, high, 60) + bends.filter { low < $0 && $0 < high }).sorted()
      let best = Self.hull(some, some.map { function.value(at: $0) })
      let steepest = function.largestSlope(on: low, high)
      let room = min((high - low) / 60, 0.02 * (1 + best)) * steepest
      let size =
        activation.largestSlope.isFinite
        ? high.magnitude : high.magnitude * (1 + steepest) + function.value(at: high).magnitude
      #expect(
        lines.gap(low, high) <= best + room + 1e-11 * (1 + size), "\(low) \(high) \(best)")
    }
  }

  @Test(
    "Where it bends one way, lines are chord and tangent",
    arguments: [
      Activation.exp, .log, .sqrt, .reciprocal, .power(exponent: 2), .power(exponent: 1.5),
      .power(exponent: 0.3), .power(exponent: -0.5), .power(exponent: -2), .softplus(beta: 1),
    ])
  func bent(_ activation: Activation) {
    let function = activation.function
    var generator = SeededGenerator(seed: 12, purpose: "bent")
    for index in 0..<1000 {
      let low = generator.uniform(0, 1) * [0.1, 1, 10][index % 3]
      let high = low + [1e-3, 0.1, 1, 10][index % 4] * generator.uniform(0.1, 1)
      guard function.isDefined(on: low, high) else { continue }
      let middle = 0.5 * low + 0.5 * high
      let ends = (function.value(at: low), function.value(at: high))
      let best = (0.5 * ends.0 + 0.5 * ends.1 - function.value(at: middle)).magnitude
      let gap = activation.relaxation(low, high).gap(low, high)
      // Where a line touches is found to 10⁻⁹ of the width.
      #expect(gap <= best * (1 + 1e-8) + 1e-12 * (1 + ends.0.magnitude + ends.1.magnitude))
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
      var z = generator.uniform(-1, 1) * [1.0, 10, 100, 1e8][index % 4]
      if !function.isDefined(on: z, z) { z = z.magnitude }
      guard function.isDefined(on: z, z), function.value(at: z).isFinite else { continue }
      #expect(function.lower(at: z) <= function.value(at: z))
      #expect(function.value(at: z) <= function.upper(at: z))
      let width = function.upper(at: z) - function.lower(at: z)
      let size = activation.largestSlope.isFinite ? 0 : function.value(at: z).magnitude
      #expect(width <= 1e-12 * (1 + z.magnitude + size))
    }
  }
}
