import PlateauGeometry
import PlateauNumerics
import RealModule
import Testing

@Suite("Distributions")
struct DistributionTests {
  @Test func `moments are those of closed forms`() {
    // Two points at ±1: m₂ = m₄ = 1.
    let two = Distribution(of: [-1, 1, -1, 1])
    #expect(two.mean == 0 && two.standardDeviation == 1 && two.excessKurtosis == -2)
    // A fair die: variance 35/12, kurtosis 303/175 − 3.
    let die = Distribution(of: [1, 2, 3, 4, 5, 6])
    #expect(abs((die.excessKurtosis ?? 0) - (303.0 / 175 - 3)) < 1e-14)
    #expect(Distribution(of: [3, 3, 3]).excessKurtosis == nil)
  }

  @Test func `the standard error is that of population moments under normality`() {
    #expect(Distribution(of: [1, 2, 3]).excessKurtosisStandardError == nil)
    // n = 5: √(24·5·3·2 / (36·8·10)) = √0.25.
    let five = Distribution(of: [1, 2, 3, 4, 5])
    #expect(abs((five.excessKurtosisStandardError ?? 0) - 0.5) < 1e-15)
    // Near √(24 / n) for many.
    let many = Distribution(of: (0..<100_000).map { Double($0 % 7) })
    #expect(abs((many.excessKurtosisStandardError ?? 0) / (24.0 / 1e5).squareRoot() - 1) < 1e-4)
  }

  @Test func `normal samples scatter by the standard error`() {
    // 2000 samples of 50 normal values: their kurtosis has the standard deviation that is claimed, to
    // within its own standard error. The distribution of g₂ has heavy tails (its own kurtosis is about
    // 14 at this size), so that the variance has a relative standard error of √((14 + 2)/2000), and the
    // deviation of half of that, 4.5 %; three of these are allowed.
    var generator = SeededGenerator(seed: 5, purpose: "normal")
    var kurtoses: [Double] = []
    var claimed = 0.0
    for _ in 0..<2000 {
      let values = (0..<50).map { _ in
        (-2 * Double.log(1 - generator.uniform())).squareRoot()
          * Double.cos(2 * .pi * generator.uniform())
      }
      let distribution = Distribution(of: values)
      kurtoses.append(distribution.excessKurtosis ?? .nan)
      claimed = distribution.excessKurtosisStandardError ?? .nan
    }
    let seen = Distribution(of: kurtoses).standardDeviation
    #expect(abs(seen / claimed - 1) < 0.135)
  }

  @Test func `bins follow Freedman and Diaconis, within limits`() {
    // 0, 1, …, 999: interquartile range 499.5, width 999/10, extent 999.
    let even = (0..<1000).map(Double.init)
    #expect(Histogram.binCount(for: even, in: 0...999) == 10)
    #expect(Histogram.binCount(for: even, in: 0...999, limits: 1...200) == 10)
    #expect(Histogram.binCount(for: even, in: -999...1998, limits: 1...200) == 30)
    #expect(Histogram.binCount(for: even, in: -1e9...1e9) == 200)
    // No interquartile range: Sturges' rule gives 11 for 1000 values.
    let flat = [1.0] + [Double](repeating: 0, count: 999)
    #expect(Histogram.binCount(for: flat, in: 0...1) == 11)
    #expect(Histogram.binCount(for: [4], in: 0...8) == 10)
  }
}
