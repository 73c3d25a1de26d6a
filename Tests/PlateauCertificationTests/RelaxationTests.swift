import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauCertification

@Suite("Lines around nonlinearities")
struct RelaxationTests {
  /// Intervals of all sizes, about 0, about 1 and far out.
  private func intervals(_ count: Int) -> [(low: Double, high: Double)] {
    var generator = SeededGenerator(seed: 9, purpose: "intervals")
    func power(_ exponent: Int) -> Double {
      Double(sign: .plus, exponent: exponent, significand: 1 + generator.uniform())
    }
    func number() -> Double {
      let sign: Double = generator.below(2) == 0 ? 1 : -1
      switch generator.below(6) {
      case 0: return sign * power(generator.below(2000) - 1000)
      case 1: return sign * 60 * generator.uniform()
      case 2: return 1 + sign * power(-generator.below(54))
      case 3: return Double(generator.below(5)) - 2
      default: return sign * 4 * generator.uniform()
      }
    }
    return (0..<count).map { index in
      let first = number()
      let second =
        index % 3 == 0 ? first + first.magnitude * 0x1p-40 * generator.uniform() : number()
      return (min(first, second), max(first, second))
    }
  }

  /// Whether all values on an interval are known to be finite.
  private func isFinite(_ activation: Activation, _ low: Double, _ high: Double) -> Bool {
    let range = activation.range(over: low, high)
    return range.lower.isFinite && range.upper.isFinite
  }

  private func points(_ low: Double, _ high: Double) -> [Double] {
    let inner = (0...20).map { index in
      let part = Double(index) / 20
      return min(max(low * (1 - part) + high * part, low), high)
    }
    return inner + [0, 1, -1, 0.5, 3, -3].filter { (low...high).contains($0) }
  }

  @Test("They are on their sides at every point", arguments: Activation.allCases)
  func sides(_ activation: Activation) {
    for (low, high) in intervals(4000) where isFinite(activation, low, high) {
      let lines = activation.relaxation(low, high)
      var all = [lines]
      if activation.isSigmoidLike {
        all.append(SShape(activation: activation).parallel(low, high, to: lines))
        #expect(all[1].lower.slope == all[1].upper.slope)
      }
      let relaxation = activation.alphaRelaxation(low, high, lines)
      for part in [0, 0.2, 0.7, 1] {
        func line(_ choice: AlphaLine) -> Relaxation.Line {
          let parameter = min(
            max(choice.low * (1 - part) + choice.high * part, choice.low), choice.high)
          return activation.line(of: choice, at: parameter)
        }
        all.append(Relaxation(lower: line(relaxation.lower), upper: line(relaxation.upper)))
      }
      for z in points(low, high) {
        let (least, most) = (activation.lower(at: z), activation.upper(at: z))
        for lines in all {
          // The value lies between least and most, which are a few of its last places apart.
          #expect(lines.lower.isBelow(most, at: z), "\(low)...\(high) at \(z): \(lines)")
          #expect(lines.upper.isAbove(least, at: z), "\(low)...\(high) at \(z): \(lines)")
        }
      }
    }
  }

  @Test("A search begins with the lines that there are without one", arguments: Activation.allCases)
  func starts(_ activation: Activation) {
    for (low, high) in intervals(500)
    where high - low < 50 && isFinite(activation, low, high) {
      let lines = activation.relaxation(low, high)
      let relaxation = activation.alphaRelaxation(low, high, lines)
      let lower = activation.line(of: relaxation.lower, at: relaxation.lower.start)
      let upper = activation.line(of: relaxation.upper, at: relaxation.upper.start)
      for z in [low, high] {
        let apart =
          (lower.slope - lines.lower.slope) * z + lower.intercept - lines.lower.intercept
        #expect(apart.magnitude <= 1e-6)
        let above =
          (upper.slope - lines.upper.slope) * z + upper.intercept - lines.upper.intercept
        #expect(above.magnitude <= 1e-6)
      }
    }
  }

  @Test(
    "Lines close on intervals that do",
    arguments: Activation.allCases.filter { $0.largestSlope > 0 && $0.largestSlope.isFinite })
  func closing(_ activation: Activation) {
    for center in [-20, -1.3, -0.2, 0, 0.4, 1, 2.5, 30] {
      for width in [1, 0.1, 0.01, 1e-6, 1e-12, 0] {
        let lines = activation.relaxation(center - width / 2, center + width / 2)
        // A curvature of at most 1 opens ⅛ of the square between chord and tangent, and at 0 and
        // 1 a corner opens half of the width; rounding adds some 10⁻¹⁵.
        let most = activation.isSigmoidLike ? width * width / 4 : width / 2
        // The error that is assumed of an elementary function is 2⁻⁴⁷ of its value.
        #expect(
          lines.gap(center - width / 2, center + width / 2) <= most + 3e-14 * (1 + center.magnitude)
        )
      }
    }
  }
}
