import PlateauNumerics
import RealModule
import Testing

@Suite("Special values of nonlinearities")
struct ActivationSpecialValueTests {
  func check<Element: Scalar>(_ type: Element.Type) {
    let tiny = Element.leastNonzeroMagnitude
    let arguments: [Element] = [
      0, -0.0, tiny, -tiny, 1000, -1000, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .infinity, -.infinity,
    ]
    #expect(Kernel.activate(.sigmoid, arguments) == [0.5, 0.5, 0.5, 0.5, 1, 0, 1, 0, 1, 0])
    #expect(Kernel.activate(.tanh, arguments) == [0, 0, tiny, -tiny, 1, -1, 1, -1, 1, -1])
    #expect(
      Kernel.activate(.relu, arguments)
        == [0, 0, tiny, 0, 1000, 0, .greatestFiniteMagnitude, 0, .infinity, 0])
    #expect(Kernel.activate(.clippedReLU, arguments) == [0, 0, tiny, 0, 1, 0, 1, 0, 1, 0])
    #expect(Kernel.activate(.identity, arguments) == arguments)
    for kind in Nonlinearity.allCases {
      #expect(Kernel.slopes(kind, arguments).activations == Kernel.activate(kind, arguments))
      #expect(Kernel.logSlopes(kind, arguments).activations == Kernel.activate(kind, arguments))
    }
    #expect(Kernel<Element>.activate(.tanh, [-0.0])[0].sign == .minus)
    #expect(
      Kernel.slopes(.sigmoid, arguments).slopes == [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0, 0, 0])
    #expect(Kernel.slopes(.tanh, arguments).slopes == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    #expect(Kernel.slopes(.relu, arguments).slopes == [0, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    #expect(Kernel.slopes(.clippedReLU, arguments).slopes == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `zeros, subnormal and huge numbers and infinities`() {
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: Nonlinearity.allCases)
  func `not-a-number passes through`(kind: Nonlinearity) {
    func check<Element: Scalar>(_ type: Element.Type) {
      for value in [Element.nan, -Element.nan] {
        #expect(Kernel<Element>.activate(kind, [value])[0].isNaN)
        #expect(Kernel<Element>.slopes(kind, [value]).activations[0].isNaN)
        #expect(Kernel<Element>.logSlopes(kind, [value]).activations[0].isNaN)
        #expect(Kernel<Element>.logSlopes(kind, [value], softness: 2).activations[0].isNaN)
        // Its neighbors are not touched.
        let among = Kernel<Element>.activate(kind, [1, value, 1])
        #expect(among[2] == Kernel<Element>.activate(kind, [1])[0])
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func `tails are gradual down to the least subnormal number`() {
    // exp(−100) = 3.7e-44 is 27 times the least single; exp(−744) = 9.9e-324 twice the least double.
    #expect(Kernel<Float>.activate(.sigmoid, [-100])[0] == 27 * .leastNonzeroMagnitude)
    #expect(Kernel<Double>.activate(.sigmoid, [-744])[0] == 2 * .leastNonzeroMagnitude)
    #expect(Kernel<Float>.slopes(.sigmoid, [100]).slopes[0] == 27 * .leastNonzeroMagnitude)
    #expect(Kernel<Double>.slopes(.sigmoid, [744]).slopes[0] == 2 * .leastNonzeroMagnitude)
    #expect(Kernel<Float>.activate(.sigmoid, [100])[0] == 1)
    #expect(Kernel<Float>.activate(.sigmoid, [-105])[0] == 0)
    #expect(Kernel<Double>.activate(.sigmoid, [-746])[0] == 0)
  }

  @Test func `log-slopes go on where slopes are zero`() {
    let sigmoid = Kernel<Float>.logSlopes(.sigmoid, [-1000, 1000, -1e6, .infinity]).logSlopes
    #expect(sigmoid == [-1000, -1000, -1e6, -.infinity])
    let tanh = Kernel<Double>.logSlopes(.tanh, [-1000, 1000, 0]).logSlopes
    // log 4 − 2000, and log 1.
    #expect(tanh[0] == 1.3862943611198906 - 2000)
    #expect(tanh[1] == tanh[0])
    #expect(abs(tanh[2]) <= 2 * Double.ulpOfOne)
    let relu = Kernel<Double>.logSlopes(.relu, [-1, 0, 1]).logSlopes
    let flat = -Double.infinity
    #expect(relu == [flat, flat, 0])
    let clipped = Kernel<Double>.logSlopes(.clippedReLU, [-1, 0, 0.5, 1, 2]).logSlopes
    #expect(clipped == [flat, flat, 0, flat, flat])
    #expect(Kernel<Double>.logSlopes(.identity, [-5, 5], softness: 3).logSlopes == [0, 0])
    let soft = Kernel<Double>.logSlopes(.relu, [-2000, 2000], softness: 2).logSlopes
    #expect(soft == [-1000, 0])
  }

  @Test(arguments: Nonlinearity.allCases)
  func `a value does not depend on its place in a row`(kind: Nonlinearity) {
    let values = Array(Arguments.singles.prefix(100))
    let whole = Kernel<Float>.logSlopes(kind, values, softness: 3)
    let slopes = Kernel<Float>.slopes(kind, values)
    for index in values.indices {
      let alone = Kernel<Float>.logSlopes(kind, [values[index]], softness: 3)
      #expect(alone.activations[0].bitPattern == whole.activations[index].bitPattern)
      #expect(alone.logSlopes[0].bitPattern == whole.logSlopes[index].bitPattern)
      let slope = Kernel<Float>.slopes(kind, [values[index]])
      #expect(slope.activations[0].bitPattern == slopes.activations[index].bitPattern)
      #expect(slope.slopes[0].bitPattern == slopes.slopes[index].bitPattern)
    }
  }

  @Test func `every row gets the bias of its columns`() {
    let values: [Double] = [1, 2, 3, -1, -2, -3]
    let bias = [0.5, -4, 10]
    #expect(Kernel.activate(.identity, values, bias: bias) == [1.5, -2, 13, -0.5, -6, 7])
    #expect(Kernel.activate(.relu, values, bias: bias) == [1.5, 0, 13, 0, 0, 7])
    #expect(Kernel.slopes(.relu, values, bias: bias).slopes == [1, 0, 1, 0, 0, 1])
    #expect(Kernel.logSlopes(.relu, values, bias: bias).activations == [1.5, 0, 13, 0, 0, 7])
  }
}
