import PlateauNumerics
import RealModule
import Testing

/// Softened nonlinearities at any softness: against their derivatives and limits.
///
/// `ActivationAccuracyTests` compares values with references.
@Suite("Softened nonlinearities")
struct SofteningTests {
  static let softnesses = [0.01, 0.1, 1, 3]
  static let rectifiers = [Nonlinearity.relu, .clippedReLU]

  // The difference of order four with h = T/1024 has an error of 2⁻⁴⁰ |f⁽⁵⁾(u)| / 30 in u = z/T,
  // where fifth derivatives are at most 16 (tanh) times the largest slope: 5e-13. Arguments and
  // values, up to 10 T + 1, with an error of 10 roundings add 1.5 times that over h.
  @Test(arguments: [Nonlinearity.sigmoid, .tanh, .relu, .clippedReLU], softnesses)
  func `slopes are the derivatives of activities`(kind: Nonlinearity, softness: Double) {
    let step = softness / 1024
    var points = (1...19).map { Double($0) / 20 }
    for quarter in -40...40 { points.append(Double(quarter) / 4 * softness) }
    for quarter in -40...40 { points.append(1 + Double(quarter) / 4 * softness) }
    func activities(_ offset: Double) -> [Double] {
      Kernel<Double>.logSlopes(kind, points.map { $0 + offset }, softness: softness).activations
    }
    let logSlopes = Kernel<Double>.logSlopes(kind, points, softness: softness).logSlopes
    let near = zip(activities(step), activities(-step)).map { $0 - $1 }
    let far = zip(activities(2 * step), activities(-2 * step)).map { $0 - $1 }
    let largest = Self.rectifiers.contains(kind) ? 1 : 1 / softness
    let rounding = 15 * (10 * softness + 1) * Double.ulpOfOne / step
    for index in points.indices {
      let difference = (8 * near[index] - far[index]) / (12 * step)
      let error = abs(difference - .exp(logSlopes[index]))
      #expect(error <= largest * (5e-13 + rounding), "at \(points[index])")
    }
  }

  @Test(arguments: softnesses)
  func `rectifiers are closed forms of logarithms`(softness: Double) {
    let points = (-300...300).map { Double($0) / 100 }
    let relu = Kernel<Double>.logSlopes(.relu, points, softness: softness)
    let clipped = Kernel<Double>.logSlopes(.clippedReLU, points, softness: softness)
    func softplus(_ z: Double) -> Double {
      max(z, 0) + softness * .log(onePlus: .exp(-abs(z) / softness))
    }
    func logSigmoid(_ z: Double) -> Double {
      min(z, 0) / softness - .log(onePlus: .exp(-abs(z) / softness))
    }
    for (index, z) in points.enumerated() {
      let difference = softplus(z) - softplus(z - 1)
      // Terms up to 4 + 3 log 2 < 8, with some units each; the exponents are rounded.
      #expect(abs(relu.activations[index] - softplus(z)) <= 16 * Double.ulpOfOne)
      #expect(abs(clipped.activations[index] - difference) <= 32 * Double.ulpOfOne)
      let step = logSigmoid(z) + logSigmoid(1 - z) + .log(-.expMinusOne(-1 / softness))
      let size = 1 + (2 * abs(z) + 1) / softness
      #expect(abs(relu.logSlopes[index] - logSigmoid(z)) <= 4 * size * Double.ulpOfOne)
      #expect(abs(clipped.logSlopes[index] - step) <= 4 * size * Double.ulpOfOne)
    }
  }

  @Test(arguments: softnesses)
  func `rectifiers are raised by log 2 times the softness at most`(softness: Double) {
    let points = (-400...400).map { Double($0) / 100 }
    for kind in Self.rectifiers {
      let soft = Kernel<Double>.logSlopes(kind, points, softness: softness).activations
      for (value, exact) in zip(soft, Kernel.activate(kind, points)) {
        // The clipped one is lowered above one half.
        #expect(abs(value - exact) <= softness * .log(2) + 4 * Double.ulpOfOne)
      }
    }
    let zero = Kernel<Double>.logSlopes(.relu, [0], softness: softness)
    #expect(abs(zero.activations[0] - softness * .log(2)) <= 2 * zero.activations[0].ulp)
    #expect(abs(zero.logSlopes[0] + .log(2)) <= Double.ulpOfOne)
  }

  func checkLimit<Element: Scalar>(_ type: Element.Type) {
    let least = Element.leastNormalMagnitude
    let huge = Element.greatestFiniteMagnitude
    let points: [Element] = [
      -.infinity, -huge, -1000, -1, -1e-3, 1e-3, 0.25, 0.5, 0.75, 0.999, 1.001, 2, 1000, huge,
      .infinity,
    ]
    for kind in Self.rectifiers {
      let exact = Kernel.logSlopes(kind, points)
      let limit = Kernel.logSlopes(kind, points, softness: least)
      #expect(limit.activations == exact.activations, "\(kind)")
      #expect(limit.logSlopes.map { Element.exp($0) } == exact.logSlopes.map { Element.exp($0) })
    }
    let steps = Kernel.logSlopes(.sigmoid, points, softness: least)
    #expect(steps.activations == points.map { $0 < 0 ? 0 : 1 })
    let signs = Kernel.logSlopes(.tanh, points, softness: least)
    #expect(signs.activations == points.map { $0 < 0 ? -1 : 1 })
    #expect((steps.logSlopes + signs.logSlopes).allSatisfy { Element.exp($0) == 0 })
  }

  @Test func `the limit of no softness is the exact rectifier, and steps for others`() {
    checkLimit(Float.self)
    checkLimit(Double.self)
  }

  func checkHomogeneity<Element: Scalar>(_ type: Element.Type) {
    for softness in [0.01, 0.1, 1, 3] as [Element] {
      // Down to T exp(−50), which is normal, and so is 2⁻¹⁰ of it.
      let points = (-200...200).map { Element($0) / 4 * softness }
      let base = Kernel.logSlopes(.relu, points, softness: softness)
      for factor in [0x1p-10, 0x1p-1, 0x1p8] as [Element] {
        let scaled = Kernel.logSlopes(
          .relu, points.map { $0 * factor }, softness: softness * factor)
        #expect(scaled.activations == base.activations.map { $0 * factor })
        #expect(scaled.logSlopes == base.logSlopes)
      }
    }
  }

  @Test func `a softened ReLU of c·z with c·T is c times that of z with T`() {
    checkHomogeneity(Float.self)
    checkHomogeneity(Double.self)
  }

  @Test func `a softness of 0 is the exact function, and 1 only where it is`() {
    let points = (-40...40).map { Double($0) / 8 }
    for kind in Nonlinearity.allCases {
      let exact = Kernel.logSlopes(kind, points)
      #expect(exact.activations == Kernel.activate(kind, points))
      let one = Kernel.logSlopes(kind, points, softness: 1)
      #expect((one == exact) == !Self.rectifiers.contains(kind), "\(kind)")
    }
  }
}
