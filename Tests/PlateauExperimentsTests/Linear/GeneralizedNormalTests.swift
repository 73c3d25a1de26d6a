import Foundation
import PlateauNumerics
import Testing

@testable import PlateauGeometry

@Suite("The generalized normal family")
struct GeneralizedNormalTests {
  /// Moments by mpmath with 30 digits.
  ///
  ///     k = gamma(5/b) * gamma(1/b) / gamma(3/b)**2 - 3
  ///     g = gamma(2/b) / sqrt(gamma(1/b) * gamma(3/b));  v = gamma(3/b) / gamma(1/b)
  static let moments: [(shape: Double, kurtosis: Double, ratio: Double, variance: Double)] = [
    (0.3, 170.96912698941402833, 0.38746151110309709109, 130618.8982936757383),
    (0.5, 22.2, 0.54772255750516611346, 120),
    (0.7, 8.0620913707167441935, 0.63440738172229588933, 9.8049527322169141469),
    (1, 3, 0.7071067811865475244, 2),
    (1.5, 0.76195423693022961605, 0.767384899140244562, 0.73848811162164831294),
    (2, 0, 0.79788456080286535588, 0.5),
    (4, -0.81156038477352336116, 0.84089641525371454303, 0.3379891200336423645),
    (8, -1.0765895458979135523, 0.85793782666501096745, 0.3146342659193048967),
    (100, -1.1988650531913372709, 0.86595620382938367749, 0.32972086879273726423),
  ]

  @Test(arguments: moments) func `moments agree with the closed forms`(
    shape: Double, kurtosis: Double, ratio: Double, variance: Double
  ) {
    let family = GeneralizedNormal(shape: shape)
    // Four logarithms of at most 30, which are off by some 2⁻⁵².
    let tolerance = 4 * 30 * 0x1p-51
    #expect((family.excessKurtosis - kurtosis).magnitude < tolerance * (kurtosis + 3))
    #expect((family.gearyRatio / ratio - 1).magnitude < tolerance)
    #expect((family.variance / variance - 1).magnitude < tolerance)
  }

  @Test(arguments: [0.5, 1, 2, 8]) func `draws have the moments of the family`(shape: Double) {
    var generator = SeededGenerator(seed: 1, purpose: "family")
    let family = GeneralizedNormal(shape: shape)
    let draws = family.samples(20_000, using: &generator)
    let count = Double(draws.count)
    let mean = draws.reduce(0, +) / count
    let magnitude = draws.reduce(0) { $0 + $1.magnitude } / count
    let square = draws.reduce(0) { $0 + $1 * $1 } / count
    // Five standard errors of each mean, from the family's own moments.
    let expected = family.gearyRatio * family.variance.squareRoot()
    let spread = family.variance - expected * expected
    #expect(mean.magnitude < 5 * (family.variance / count).squareRoot())
    #expect((magnitude - expected).magnitude < 5 * (spread / count).squareRoot())
    let squares = family.variance * ((family.excessKurtosis + 2) / count).squareRoot()
    #expect((square - family.variance).magnitude < 5 * squares)
  }

  @Test func `draws of shapes 1, 2 and 1000 are Laplace, normal and uniform`() {
    let laplace = { (x: Double) in x < 0 ? 0.5 * exp(x) : 1 - 0.5 * exp(-x) }
    let normal = { (x: Double) in StandardNormal.cumulative(x * 2.0.squareRoot()) }
    let uniform = { (x: Double) in min(1, max(0, (x + 1) / 2)) }
    for (shape, cumulative) in [(1.0, laplace), (2, normal), (1000, uniform)] {
      var generator = SeededGenerator(seed: 2, purpose: "family")
      let draws = GeneralizedNormal(shape: shape).samples(5000, using: &generator).sorted()
      let count = Double(draws.count)
      let distance = draws.enumerated().reduce(0.0) { most, draw in
        let exact = cumulative(draw.element)
        return max(
          most, (exact - Double(draw.offset) / count).magnitude,
          (exact - Double(draw.offset + 1) / count).magnitude)
      }
      // Kolmogorov's distance exceeds 2/√n once in 1500 times; shape 1000 is 10⁻³ from uniform.
      #expect(distance < 2 / count.squareRoot() + 1e-3, "shape \(shape)")
    }
  }

  @Test(arguments: [1, 1.5, 3, 11]) func `Gamma variates have their mean and variance`(
    shape: Double
  ) {
    var generator = SeededGenerator(seed: 3, purpose: "gamma")
    let count = 20_000
    let draws = (0..<count).map { _ in generator.gamma(shape: shape) }
    let mean = draws.reduce(0, +) / Double(count)
    let variance = draws.reduce(0) { $0 + ($1 - shape) * ($1 - shape) } / Double(count)
    // E(X − a)⁴ = 3a² + 6a, so that squares have variance 2a² + 6a.
    #expect((mean - shape).magnitude < 5 * (shape / Double(count)).squareRoot())
    let spread = (2 * shape * shape + 6 * shape) / Double(count)
    #expect((variance - shape).magnitude < 5 * spread.squareRoot())
  }

  @Test func `the normal distribution agrees with the closed form`() {
    // By mpmath's ncdf with 30 digits.
    let values = [
      (-8, 6.2209605742717841235e-16), (-3, 0.0013498980316300945267),
      (-1, 0.15865525393145705141), (0, 0.5), (0.5, 0.69146246127401310364),
      (2, 0.9772498680518207928), (5, 0.99999971334842812081),
    ]
    for (z, expected) in values {
      // Rounding the argument moves the tail by about z² units in the last place.
      #expect(
        (StandardNormal.cumulative(z) / expected - 1).magnitude < (4 + z * z) * 0x1p-52, "\(z)")
    }
  }
}
