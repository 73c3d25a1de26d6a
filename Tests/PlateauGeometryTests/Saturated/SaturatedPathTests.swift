import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Geometry of saturated networks")
struct SaturatedPathTests {
  let workers = Workers(threads: 2)

  func points<Element: Scalar>(
    _ path: SaturatedPath, _ type: Element.Type, _ rule: GradientRule
  ) -> [PathPoint] {
    Network<Element>(path.network).geometry(
      along: path.path(Element.self), rule: rule, workers: workers)
  }

  func values(_ quantity: SaturatedPath.Quantity, _ points: [PathPoint]) -> [ScaledValue] {
    switch quantity {
    case .euclidean: points.map(\.euclideanLength)
    case .fisher: points.map(\.fisherLength)
    case .logits: points.flatMap(\.logitSingularValues)
    case .probabilities: points.flatMap(\.probabilitySingularValues)
    }
  }

  @Test(arguments: SaturatedPath.Name.allCases)
  func `naive double precision sees nothing, or a tenth off at best`(
    name: SaturatedPath.Name
  ) throws {
    let path = try SaturatedPath(name)
    let found = values(.fisher, points(path, Double.self, .naive))
    // Zeros, and square roots of negative rounding.
    #expect(found.count { !($0 > .zero) } >= 8)
    for (value, exact) in zip(found, try path.exact(.fisher)) {
      #expect(!((value / exact).value - 1).magnitude.isLess(than: 0.1))
    }
  }

  /// How far the worst point is from the exact value, as a share of what rounding can do.
  func share<Element: Scalar>(
    _ type: Element.Type, _ name: SaturatedPath.Name, _ quantity: SaturatedPath.Quantity,
    at indices: [Int]
  ) throws -> Double {
    let path = try SaturatedPath(name)
    let found = values(quantity, points(path, Element.self, .stable))
    let exact = try path.exact(quantity)
    #expect(found.count == exact.count && found.allSatisfy(\.isFinite))
    let bounds = try path.bounds(quantity.rawValue, unit: Double(Element.ulpOfOne) / 2)
    let width = exact.count / 11
    var worst = 0.0
    for point in indices {
      let largest = exact[point * width]
      #expect(largest > .zero)
      for index in point * width..<(point + 1) * width {
        let error = ((found[index] - exact[index]) / largest).value.magnitude
        worst = max(worst, error / bounds[point])
      }
    }
    return worst
  }

  /// The bounds take every rounding at its worst, in sums of up to 64 terms of both signs: the errors
  /// seen are 0.7 % of them at most, 4·10⁻¹² in double precision.
  @Test(arguments: SaturatedPath.Name.allCases, SaturatedPath.Quantity.allCases)
  func `stable values agree with references of 2000 digits`(
    name: SaturatedPath.Name, quantity: SaturatedPath.Quantity
  ) throws {
    let double = try share(Double.self, name, quantity, at: Array(0...10))
    #expect(double <= 0.02)
    // In single precision only the ends of the path are the points of the fixture.
    let single = try share(Float.self, name, quantity, at: [0, 10])
    #expect(single <= 0.02)
  }

  @Test func `each singular value of probabilities keeps its own digits`() throws {
    let path = try SaturatedPath(.logits300)
    let found = values(.probabilities, points(path, Double.self, .stable))
    let exact = try path.exact(.probabilities)
    let bounds = try path.bounds("relative", unit: 0x1p-53)
    for point in 0..<11 {
      // They span hundreds of orders of magnitude.
      #expect(exact[point * 10].log10 - exact[point * 10 + 8].log10 > 300)
      for index in point * 10..<point * 10 + 9 {
        let error = ((found[index] - exact[index]) / exact[index]).value.magnitude
        #expect(error <= bounds[point])
      }
      #expect(found[point * 10 + 9] == .zero)
    }
  }

  @Test(arguments: SaturatedPath.Name.allCases)
  func `the Jacobian of probabilities has these singular values`(
    name: SaturatedPath.Name
  ) throws {
    let path = try SaturatedPath(name)
    let network = Network<Double>(path.network)
    let inputs = path.path(Double.self).inputs
    let jacobian = network.jacobian(
      of: .probabilities, at: inputs, rule: .stable, workers: workers)
    let exact = try path.exact(.probabilities)
    let bounds = try path.bounds("probabilities", unit: 0x1p-53)
    for point in 0..<11 {
      let rows = jacobian[example: point]
      let values = rows.mantissas.singularValues(exponents: rows.exponents)
      let error = ((values[0] - exact[point * 10]) / exact[point * 10]).value.magnitude
      #expect(error <= bounds[point])
    }
  }

  @Test func `Fisher's length is at most half the spread of u, and at most the Euclidean one`()
    throws
  {
    // The variance of numbers in an interval is at most a quarter of its squared length (Popoviciu),
    // and the spread of u is at most √2 ‖u‖.
    for name in SaturatedPath.Name.allCases {
      for point in points(try SaturatedPath(name), Double.self, .stable) {
        let limit = point.euclideanLength * ScaledValue(0.5.squareRoot() * (1 + 1e-12))
        #expect(point.fisherLength <= limit)
        #expect(point.fisherLength > .zero)
      }
    }
  }

  @Test func `any number of threads gives the same bits`() throws {
    let path = try SaturatedPath(.gain300)
    let long = InterpolationPath(from: path.source, to: path.target, count: 150)
    for rule in [GradientRule.naive, .stable, .surrogate(softness: 30)] {
      let one = path.network.geometry(along: long, rule: rule, workers: Workers(threads: 1))
      for threads in [2, 4] {
        let other = path.network.geometry(
          along: long, rule: rule, workers: Workers(threads: threads))
        // NaN is not equal to itself: descriptions are compared.
        #expect(other.map { "\($0)" } == one.map { "\($0)" })
      }
    }
  }
}
