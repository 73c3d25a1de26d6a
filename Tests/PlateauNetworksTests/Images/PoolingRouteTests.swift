import Foundation
import PlateauNetworks
import PlateauNumerics
import Testing

/// Where activities tie, rules route the gradient of a max pooling differently.
@Suite("Routes through max pooling")
struct PoolingRouteTests {
  let workers = Workers(threads: 1)

  /// A 1×1 convolution by a gain, a sigmoid, a pooling of two pixels, and logits ±a.
  private func network(gain: Float) throws -> Network<Float> {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 2),
      layers: [
        .convolution(Convolution(channels: 1, window: Window(1))), .activation(.sigmoid),
        .maxPooling(Pooling(window: Window(height: 1, width: 2))), .dense(units: 2),
      ])
    return try Network(architecture, parameters: [gain, 0, 1, -1, 0, 0])
  }

  private func gradient(_ gain: Float, _ rule: GradientRule) throws -> InputGradient<Float> {
    try network(gain: gain).inputGradient(
      of: .margin, at: Matrix(rows: 1, columns: 2, elements: [0.9, 1]), labels: [0], rule: rule,
      workers: workers)
  }

  @Test func `both rules take the larger activity while it is larger`() throws {
    for rule in [GradientRule.naive, .stable] {
      let values = try gradient(2, rule).values
      #expect(values[0, 0] == 0 && values[0, 1] != 0)
    }
  }

  @Test func `the stable rule takes the larger pre-activation where activities tie`() throws {
    // σ(16.2) and σ(18) round to 1 − 2⁻²⁴ and 1; σ(19.8) and σ(22) both to 1.
    let network = try network(gain: 22)
    let hidden = network.hiddenActivities(
      of: Matrix(rows: 1, columns: 2, elements: [0.9, 1]), workers: workers)
    #expect(hidden[0].elements == [1, 1])
    let naive = try gradient(22, .naive)
    #expect(naive.zeroCount == 1)
    let stable = try gradient(22, .stable)
    #expect(stable.mantissas[0, 0] == 0 && stable.mantissas[0, 1] != 0)
    // z_1 − z_0 = −2 σ(22 x): its slope is −44 e⁻²² to a relative 10⁻⁹.
    let value =
      Double(stable.mantissas[0, 1])
      * Double(sign: .plus, exponent: stable.exponents[0], significand: 1)
    #expect(abs(value / (-44 * 2.789468092868925e-10) - 1) < 1e-5)
  }

  @Test func `a surrogate routes as the stable rule does`() throws {
    let soft = try gradient(22, .surrogate(softness: 4))
    #expect(soft.mantissas[0, 0] == 0 && soft.mantissas[0, 1] != 0)
    let backward = try gradient(22, .surrogate(softness: 4, passes: .backward))
    #expect(backward.mantissas[0, 0] == 0 && backward.mantissas[0, 1] != 0)
  }

  @Test(arguments: [
    (Activation.abs, -2.0, 1.0), (.gelu, -0.7, -3), (.silu, -1.2, -6),
    (.leakyReLU(slope: -0.25), -4, 0.5),
  ])
  func `of functions that fall every rule takes the larger activity`(
    function: Activation, first: Double, second: Double
  ) throws {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 2),
      layers: [
        .convolution(Convolution(channels: 1, window: Window(1))), .activation(function),
        .maxPooling(Pooling(window: Window(height: 1, width: 2))), .dense(units: 2),
      ])
    let network = try Network<Double>(architecture, parameters: [1, 0, 1, -1, 0, 0])
    let inputs = Matrix(rows: 1, columns: 2, elements: [first, second])
    // Once in each order.
    for inputs in [inputs, Matrix(rows: 1, columns: 2, elements: [second, first])] {
      let activities = inputs.elements.map { function.function.value(at: $0) }
      let winner = activities[0] > activities[1] ? 0 : 1
      let expected = -2 * function.function.slope(at: inputs.elements[winner])
      for rule in [GradientRule.naive, .stable] {
        let gradient = network.inputGradient(
          of: .margin, at: inputs, labels: [0], rule: rule, workers: workers)
        let scale = Double(sign: .plus, exponent: Int(gradient.exponents[0]), significand: 1)
        #expect(gradient.mantissas[0, 1 - winner] == 0)
        #expect(abs(gradient.mantissas[0, winner] * scale / expected - 1) < 1e-9)
      }
    }
  }

  @Test(arguments: [1.0, 40])
  func `of units seen as pixels the stable rule takes the largest with its bias`(gain: Double)
    throws
  {
    let architecture = try Architecture(
      input: .vector(1),
      layers: [
        .dense(units: 2), .activation(.tanh),
        Layer(
          .selection(
            Selection(shape: InputShape(channels: 1, height: 1, width: 2), places: [0, 1]))),
        .maxPooling(Pooling(window: Window(height: 1, width: 2))), .dense(units: 2),
      ])
    // Without biases the first unit is the larger; at a gain of 40 both activities are 1.
    let network = try Network<Double>(
      architecture, parameters: [gain, 0.5 * gain, 0, gain, 1, -1, 0, 0])
    let gradient = network.inputGradient(
      of: .margin, at: Matrix(rows: 1, columns: 1, elements: [1]), labels: [0], rule: .stable,
      workers: workers)
    let value = gradient.mantissas[0, 0]
    // z_1 − z_0 = −2 tanh((x / 2 + 1) g), whose slope is −g (1 − tanh²) = −4g e^(−3g) / (1 + e^(−3g))².
    let decay = exp(-3 * gain)
    let expected = -4 * gain * decay / ((1 + decay) * (1 + decay))
    let scale = Double(sign: .plus, exponent: Int(gradient.exponents[0]), significand: 1)
    #expect(abs(value * scale / expected - 1) < 1e-12)
  }
}
