import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauCertification

/// Lines beside those of published rules.
@Suite("Tightness of lines around nonlinearities")
struct TightnessTests {
  static let functions: [Activation] = [
    .gelu, .silu, .mish, .tanh, .sigmoid, .softsign, .erf, .softplus(beta: 1), .elu(alpha: 1), .exp,
  ]

  /// Intervals with centers from 10⁻³ to 30 on both sides of 0, and widths from 10⁻⁴ to 40.
  static func intervals(_ count: Int) -> [(low: Double, high: Double)] {
    var generator = SeededGenerator(seed: 21, purpose: "tightness")
    return (0..<count).map { index in
      let center =
        Elementary.exp(generator.uniform(-6.9, 3.4)) * (index % 2 == 0 ? 1 : -1)
      let width = Elementary.exp(generator.uniform(-9.2, 3.7))
      return (center - width / 2, center + width / 2)
    }
  }

  /// The area between parallel sides is the gap at the middle times the width.
  ///
  /// Enclosures take 2⁻⁴⁷ of values and products. Chords and tangents are told apart to 10⁻¹² of the
  /// function's range, and a touching point is known to 10⁻⁹ of the width; of sigmoid and tanh to
  /// 10⁻⁷.
  @Test("No published lines leave less", arguments: functions)
  func areas(_ activation: Activation) {
    let published = Published(activation)
    var worst = 0.0
    for (low, high) in Self.intervals(10_000) {
      let own = activation.relaxation(low, high).gap(low, high)
      let other = published.gap(low, high)
      let size = 1 + low.magnitude + high.magnitude + activation.upper(at: high)
      let room = (activation.isSShaped ? 1e-6 : 1e-8) * other + 1e-11 * size
      if other > 1e-6 { worst = max(worst, (own - other) / other) }
      #expect(own <= other + room, "\(low) \(high)")
    }
    print("\(activation): areas exceed published ones by \(worst) at most")
  }

  @Test("They hold at ends, touching points and random ones", arguments: functions)
  func soundness(_ activation: Activation) {
    var generator = SeededGenerator(seed: 22, purpose: "soundness")
    for (low, high) in Self.intervals(10_000) {
      let lines = activation.relaxation(low, high)
      var points = [low, high, 0.5 * low + 0.5 * high]
      let joints = activation.function.curve(over: low, high).joints.map(\.place)
      points += joints.filter { low < $0 && $0 < high }
      while points.count < 10 {
        points.append(min(max(low + (high - low) * generator.uniform(0, 1), low), high))
      }
      // Where a line comes closest, by steps that are halved from the closest point.
      for isUpper in [true, false] {
        func gap(_ z: Double) -> Double {
          let line = isUpper ? lines.upper : lines.lower
          return (line.slope * z + line.intercept - activation.function.value(at: z)).magnitude
        }
        var best = points[0]
        for z in points where gap(z) < gap(best) { best = z }
        var step = 0.1 * (high - low)
        for _ in 0..<20 {
          for z in [best - step, best + step] where z >= low && z <= high && gap(z) < gap(best) {
            best = z
          }
          step *= 0.5
        }
        points.append(best)
      }
      for z in points {
        let (least, most) = (activation.lower(at: z), activation.upper(at: z))
        #expect(lines.lower.isBelow(most, at: z), "\(low)...\(high) at \(z): \(lines)")
        #expect(lines.upper.isAbove(least, at: z), "\(low)...\(high) at \(z): \(lines)")
      }
    }
  }
}
