import PlateauNumerics
import Testing

/// Each optimizer against its formula, in plain arithmetic of double precision.
///
/// Parameters are near 1 and moved by less: the bound is some units of 1 after ten steps.
@Suite("Optimizer updates")
struct OptimizerKernelTests {
  struct Inputs<Element: Scalar> {
    var parameters: [Element]
    var gradients: [[Element]]

    init() {
      var generator = SeededGenerator(seed: 6)
      parameters = (0..<37).map { _ in Element(Float(generator.uniform(-1, 1))) }
      gradients = (0..<10).map { _ in
        (0..<37).map { _ in Element(Float(generator.uniform(-1, 1) * generator.uniform())) }
      }
    }
  }

  func compare<Element: Scalar>(
    _ type: Element.Type, units: Double = 40,
    _ step: (_ step: Int, _ gradient: [Element], _ parameters: inout [Element]) -> Void,
    _ formula: (_ step: Int, _ gradient: Double, _ parameter: inout Double, _ index: Int) -> Void
  ) {
    let inputs = Inputs<Element>()
    var parameters = inputs.parameters
    var expected = parameters.map { Double($0) }
    for (index, gradient) in inputs.gradients.enumerated() {
      step(index + 1, gradient, &parameters)
      for i in expected.indices { formula(index + 1, Double(gradient[i]), &expected[i], i) }
    }
    for (a, b) in zip(parameters, expected) {
      #expect(abs(Double(a) - b) <= units * Double(Element.ulpOfOne))
    }
  }

  func sgd<Element: Scalar>(_ type: Element.Type, _ weightDecay: Double) {
    var velocity = [Element](repeating: 0, count: 37)
    var reference = [Double](repeating: 0, count: 37)
    compare(Element.self) { _, gradient, parameters in
      Element.kernels.sgd(
        count: 37, parameters: &parameters, gradient: gradient, velocity: &velocity, rate: 0.125,
        momentum: 0.75, weightDecay: Element(weightDecay))
    } _: { _, gradient, parameter, i in
      reference[i] = 0.75 * reference[i] + gradient + weightDecay * parameter
      parameter -= 0.125 * reference[i]
    }
  }

  func rmsprop<Element: Scalar>(_ type: Element.Type, _ weightDecay: Double) {
    var squares = [Element](repeating: 0, count: 37)
    var reference = [Double](repeating: 0, count: 37)
    compare(Element.self) { _, gradient, parameters in
      Element.kernels.rmsprop(
        count: 37, parameters: &parameters, gradient: gradient, squares: &squares, rate: 0.0625,
        decay: 0.875, stabilizer: 0.03125, weightDecay: Element(weightDecay))
    } _: { _, gradient, parameter, i in
      let gradient = gradient + weightDecay * parameter
      reference[i] = 0.875 * reference[i] + 0.125 * gradient * gradient
      parameter -= 0.0625 * gradient / (reference[i].squareRoot() + 0.03125)
    }
  }

  func adam<Element: Scalar>(_ type: Element.Type, _ weightDecay: Double) {
    var mean = [Element](repeating: 0, count: 37)
    var squares = mean
    var means = [Double](repeating: 0, count: 37)
    var moments = means
    var corrections = (1.0, 1.0)
    compare(Element.self) { step, gradient, parameters in
      if step == 1 { corrections = (1, 1) }
      corrections = (corrections.0 * 0.75, corrections.1 * 0.875)
      Element.kernels.adam(
        count: 37, parameters: &parameters, gradient: gradient, mean: &mean, squares: &squares,
        rate: 0.0625, decays: (0.75, 0.875),
        corrections: (Element(1 - corrections.0), Element(1 - corrections.1)), stabilizer: 0.03125,
        weightDecay: Element(weightDecay))
    } _: { _, gradient, parameter, i in
      let gradient = gradient + weightDecay * parameter
      means[i] = 0.75 * means[i] + 0.25 * gradient
      moments[i] = 0.875 * moments[i] + 0.125 * gradient * gradient
      let mean = means[i] / (1 - corrections.0)
      let moment = moments[i] / (1 - corrections.1)
      parameter -= 0.0625 * mean / (moment.squareRoot() + 0.03125)
    }
  }

  @Test(arguments: [0, 0.25])
  func `stochastic gradient descent with momentum`(weightDecay: Double) {
    sgd(Float.self, weightDecay)
    sgd(Double.self, weightDecay)
  }

  @Test(arguments: [0, 0.25])
  func `RMSProp, its stabilizer outside the root`(weightDecay: Double) {
    rmsprop(Float.self, weightDecay)
    rmsprop(Double.self, weightDecay)
  }

  @Test(arguments: [0, 0.25])
  func `Adam with both corrections`(weightDecay: Double) {
    adam(Float.self, weightDecay)
    adam(Double.self, weightDecay)
  }

  @Test func `a gradient of zero from the start moves nothing`() {
    var parameters: [Float] = [1, -2]
    var first: [Float] = [0, 0]
    var second: [Float] = [0, 0]
    Float.kernels.sgd(
      count: 2, parameters: &parameters, gradient: [0, 0], velocity: &first, rate: 0.1,
      momentum: 0.9, weightDecay: 0)
    Float.kernels.rmsprop(
      count: 2, parameters: &parameters, gradient: [0, 0], squares: &first, rate: 0.1, decay: 0.9,
      stabilizer: 1e-8, weightDecay: 0)
    Float.kernels.adam(
      count: 2, parameters: &parameters, gradient: [0, 0], mean: &first, squares: &second,
      rate: 0.1, decays: (0.9, 0.9), corrections: (0.1, 0.1), stabilizer: 1e-8, weightDecay: 0)
    #expect(parameters == [1, -2])
  }

  @Test func `weight decay alone shrinks by the same factor in every step`() {
    var parameters: [Double] = [1, -2]
    var velocity: [Double] = [0, 0]
    for _ in 0..<5 {
      Double.kernels.sgd(
        count: 2, parameters: &parameters, gradient: [0, 0], velocity: &velocity, rate: 0.5,
        momentum: 0, weightDecay: 0.25)
    }
    // (1 − 0.5 · 0.25)⁵, exact: 7⁵ / 8⁵.
    #expect(parameters == [0x1p-15 * 16807, -0x1p-14 * 16807])
  }

  private func leaveAlone<Element: Scalar>(_ type: Element.Type) {
    let (count, kernels) = (19, Element.kernels)
    let none = [Element](repeating: 0, count: count)
    let start = [Element](repeating: 1, count: count)
    var (velocity, squares) = (start, start)
    var (mean, meanSquares) = (start.map { -$0 }, start)
    var parameters = start
    for _ in 0..<1200 {
      kernels.sgd(
        count: count, parameters: &parameters, gradient: none, velocity: &velocity, rate: 0,
        momentum: 0.5, weightDecay: 0)
      kernels.rmsprop(
        count: count, parameters: &parameters, gradient: none, squares: &squares, rate: 0,
        decay: 0.5, stabilizer: 1e-8, weightDecay: 0)
      kernels.adam(
        count: count, parameters: &parameters, gradient: none, mean: &mean, squares: &meanSquares,
        rate: 0, decays: (0.5, 0.5), corrections: (1, 1), stabilizer: 1e-8, weightDecay: 0)
      for moments in [velocity, squares, mean, meanSquares] {
        #expect(moments.allSatisfy { $0 == 0 || $0.isNormal })
      }
    }
    for moments in [velocity, squares, mean, meanSquares] { #expect(moments == none) }
  }

  @Test
  func `moments end at zero where a gradient stays away, and are never subnormal`() {
    leaveAlone(Float.self)
    leaveAlone(Double.self)
  }
}
