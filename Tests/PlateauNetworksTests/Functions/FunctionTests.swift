import PlateauNetworks
import PlateauNumerics
import RealModule
import Testing

/// What holds of every nonlinearity; a new one is tested by being in ``Activation/allCases``.
@Suite("Every nonlinearity")
struct FunctionTests {
  static let examples: [Activation] =
    Activation.allCases + [
      .leakyReLU(slope: -0.5), .elu(alpha: 0.3), .celu(alpha: 2.5), .softplus(beta: 2),
      .hardSigmoid(alpha: 0.2, beta: 0.5),
    ]

  /// Points of every size that are on no joint.
  static func points(_ activation: Activation, _ count: Int = 1000) -> [Double] {
    var generator = SeededGenerator(seed: 8, purpose: "functions")
    let joints = activation.function.curve(over: -25, 25).joints.map(\.place)
    return (0..<count).map { index in
      let reach = [1.0, 4, 20][index % 3]
      return generator.uniform(-reach, reach)
    }.filter { z in joints.allSatisfy { ($0 - z).magnitude > 1e-3 } }
  }

  /// What the kernels of a type make of points.
  struct Made<Element: Scalar> {
    var (values, slopes): ([Element], [Element])
    var (complement, saturated) = (0.0, Int64(0))

    init(_ activation: Activation, _ points: [Element]) {
      (values, slopes) = (points, points)
      let zeros = [Element](repeating: -0.0, count: points.count)
      Element.kernels.activateSlope(
        activation.kernel, 1, Int64(points.count), &values, zeros, &slopes, &complement, &saturated)
    }
  }

  /// The same with logarithms of slopes.
  struct Softened<Element: Scalar> {
    var (values, logSlopes, signs): ([Element], [Element], [Element])

    init(_ activation: Activation, _ points: [Element], softness: Element = 0) {
      (values, logSlopes) = (points, points)
      signs = Array(repeating: 1, count: points.count)
      let zeros = [Element](repeating: -0.0, count: points.count)
      Element.kernels.activateLogSlope(
        activation.kernel, 1, Int64(points.count), &values, zeros, softness, &logSlopes, &signs)
    }
  }

  @Test(arguments: examples)
  func `slopes are those of differences`(_ activation: Activation) {
    let function = activation.function
    for z in Self.points(activation) {
      let step = 1e-5 * max(1, z.magnitude)
      let difference = (function.value(at: z + step) - function.value(at: z - step)) / (2 * step)
      // The third derivative is at most 20; rounding takes 2⁻⁵² of values up to 20 over the step.
      #expect((function.slope(at: z) - difference).magnitude < 2e-8, "\(z)")
      #expect(function.slope(at: z).magnitude <= function.largestSlope)
    }
  }

  func compare<Element: Scalar>(_ activation: Activation, _ type: Element.Type) {
    let function = activation.function
    let points = Self.points(activation).map { Element($0) }
    let made = Made(activation, points)
    let exact = Softened(activation, points)
    let unit = Double(Element.ulpOfOne)
    for (index, z) in points.map({ Double($0) }).enumerated() {
      let (value, slope) = (function.value(at: z), function.slope(at: z))
      // A few units of what the sum of two terms, each at most 2, has been.
      let room = 16 * unit * max(min(value.magnitude, 1), 1e-30)
      #expect(
        (Double(made.values[index]) - value).magnitude <= room + 8 * unit * (1 + value.magnitude))
      #expect((Double(made.slopes[index]) - slope).magnitude <= 32 * unit, "\(z)")
      #expect(exact.values[index] == made.values[index] || function.leastSoftness == 1)
      if slope == 0 {
        #expect(exact.logSlopes[index] == -.infinity)
        continue
      }
      #expect(Double(exact.signs[index]) == (slope < 0 ? -1 : 1), "\(z)")
      let logarithm = function.logSlope(at: z)
      guard logarithm.isFinite, slope.magnitude > 1e-4 || z.magnitude > 4 else { continue }
      #expect(
        (Double(exact.logSlopes[index]) - logarithm).magnitude
          <= 64 * unit * (1 + logarithm.magnitude) / min(1, max(slope.magnitude, 1e-2)), "\(z)")
    }
  }

  @Test(arguments: examples)
  func `kernels compute its values and slopes`(_ activation: Activation) {
    compare(activation, Float.self)
    compare(activation, Double.self)
  }

  @Test(arguments: examples, [0.3, 1.7])
  func `softened slopes are those of softened values`(_ activation: Activation, softness: Double) {
    let points = Self.points(activation, 300).filter { $0.magnitude > 0.01 }
    let step = 1e-5
    let above = Softened(activation, points.map { $0 + step }, softness: softness)
    let below = Softened(activation, points.map { $0 - step }, softness: softness)
    let made = Softened(activation, points, softness: softness)
    for index in points.indices {
      let difference = (above.values[index] - below.values[index]) / (2 * step)
      let slope = made.signs[index] * .exp(made.logSlopes[index])
      #expect((slope - difference).magnitude < 1e-7, "\(points[index])")
    }
  }

  @Test(arguments: examples)
  func `softened it approaches itself`(_ activation: Activation) {
    let points = Self.points(activation, 300)
    let isClassic = activation == .sigmoid || activation == .tanh
    let exact = Softened(activation, points)
    let soft = Softened(activation, points, softness: isClassic ? 1 : 1e-6)
    for index in points.indices {
      #expect((soft.values[index] - exact.values[index]).magnitude < 3e-6, "\(points[index])")
    }
  }

  @Test(arguments: examples)
  func `complements and their slopes are those of kernels`(_ activation: Activation) {
    let function = activation.function
    for z in Self.points(activation, 200) where z.magnitude > 0.02 && (z - 0.5).magnitude > 0.02 {
      let made = Made(activation, [z])
      let complement = function.complement(at: z) ?? 0
      #expect((made.complement - complement).magnitude <= 1e-14 * (1 + complement.magnitude))
      let step = 1e-6
      guard let above = function.complement(at: z + step),
        let below = function.complement(at: z - step)
      else { continue }
      var signal = [0.7]
      Double.kernels.backwardPenalty(
        activation.kernel, 1, &signal, made.values, made.slopes, 0.25)
      let expected = 0.7 * made.slopes[0] + 0.25 * (above - below) / (2 * step)
      #expect((signal[0] - expected).magnitude < 1e-8, "\(z)")
    }
  }

  @Test(arguments: examples)
  func `its name says which it is`(_ activation: Activation) {
    #expect(Activation(rawValue: activation.rawValue) == activation)
    #expect(Activation(activation.rawValue.uppercased(), ignoresCase: true) == activation)
    #expect(activation.isValid)
  }

  @Test func `names are in the order of help, the oldest first`() {
    #expect(
      Activation.allCases.map(\.rawValue) == [
        "sigmoid", "tanh", "relu", "clippedReLU", "leakyReLU:0.01", "elu:1.0", "selu", "celu:1.0",
        "gelu", "geluTanh", "silu", "softplus:1.0", "mish", "softsign",
        "hardSigmoid:0.16666666666666666:0.5", "hardSwish", "abs", "sign", "erf", "floor", "ceil",
        "round",
      ])
    #expect(Activation(rawValue: "elu") == .elu(alpha: 1))
    #expect(Activation(rawValue: "leakyReLU:-0.25") == .leakyReLU(slope: -0.25))
    for name in [
      "", "sin", "Sigmoid", "elu:", "elu:0", "elu:1:2", "gelu:1", "leakyReLU:nan", "elu:x",
    ] {
      #expect(Activation(rawValue: name) == nil, "\(name)")
    }
  }
}
