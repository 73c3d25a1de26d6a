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
      .hardSigmoid(alpha: 0.2, beta: 0.5), .power(exponent: 3), .power(exponent: -2),
      .power(exponent: -3), .power(exponent: 1.5), .power(exponent: 0.3), .power(exponent: -0.5),
      .quantized(scale: 0.5, low: -8, high: 12), .quantized(scale: 2, low: 0, high: 255),
    ]

  /// Points of every size that are on no joint.
  static func points(_ activation: Activation, _ count: Int = 1000) -> [Double] {
    var generator = SeededGenerator(seed: 8, purpose: "functions")
    let joints = activation.function.curve(over: -25, 25).joints.map(\.place)
    let isSigned = activation.function.isDefined(on: -1, -0.5)
    return (0..<count).map { index in
      // Where slopes or values have no bound, of moderate ones.
      guard activation.largestSlope.isFinite else {
        return generator.uniform(0.8, 4) * (isSigned && index % 2 == 0 ? -1 : 1)
      }
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
        activation.kernel, rows: 1, columns: points.count, sums: &values, bias: zeros,
        slope: &slopes, complement: &complement, saturated: &saturated)
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
        activation.kernel, rows: 1, columns: points.count, sums: &values, bias: zeros,
        softness: softness, logSlope: &logSlopes, sign: &signs)
    }
  }

  @Test(arguments: examples)
  func `slopes are those of differences`(_ activation: Activation) {
    let function = activation.function
    for z in Self.points(activation) {
      let step = 1e-5 * max(1, z.magnitude)
      let difference = (function.value(at: z + step) - function.value(at: z - step)) / (2 * step)
      // The third derivative is at most 250, and 20 far out; rounding takes 2⁻⁵² of values up to 20 over the step.
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
      let steepness = activation.largestSlope.isFinite ? 1 : max(1, slope.magnitude)
      #expect((Double(made.slopes[index]) - slope).magnitude <= 32 * unit * steepness, "\(z)")
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
        activation.kernel, count: 1, signal: &signal, activation: made.values, slope: made.slopes,
        weight: 0.25)
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

  @Test(arguments: examples)
  func `what it makes of numbers from 0 on is known not to be negative`(_ activation: Activation) {
    let function = activation.function
    let places = (0...4000).map { Double($0) / 100 }
    let values = places.map { function.value(at: $0) }
    if function.keepsNonnegative { #expect(values.allSatisfy { !($0 < 0) }) }
    #expect(function.keepsNonnegative != [.log, .sin, .cos].contains(activation))
  }

  @Test func `numbers that a function does not take are no numbers, and never a value`() {
    let cases: [(Activation, [Double], [Double])] = [
      (.log, [-1, -0.0, 0, .infinity], [.nan, -.infinity, -.infinity, .infinity]),
      (.sqrt, [-1, 0, .infinity], [.nan, 0, .infinity]),
      (.reciprocal, [0, .infinity, -4], [.infinity, 0, -0.25]),
      (.power(exponent: -2), [0, -2, 0.5], [.infinity, 0.25, 4]),
      (.power(exponent: 1.5), [-1, 0, 4], [.nan, 0, 8]),
      (.power(exponent: -0.5), [-1, 0, 4], [.nan, .infinity, 0.5]),
      (.exp, [-1000, 1000], [0, .infinity]),
      (.sin, [0x1p21, .infinity], [.nan, .nan]), (.cos, [-0x1p21], [.nan]),
    ]
    func check<Element: Scalar>(_ type: Element.Type) {
      for (activation, points, expected) in cases {
        let made = Made(activation, points.map { Element($0) })
        let logs = Softened(activation, points.map { Element($0) })
        for (index, value) in expected.enumerated() {
          for found in [Double(made.values[index]), Double(logs.values[index])] {
            let isSame = found == value || found.isNaN && value.isNaN
            let isNear = (found - value).magnitude <= 4 * Double(Element.ulpOfOne) * value.magnitude
            #expect(isSame || isNear, "\(activation) of \(points[index]) is \(found)")
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func `where a slope is infinite at 0, it counts as 0 in gradients`() {
    func check<Element: Scalar>(_ type: Element.Type) {
      for activation in [.sqrt, .power(exponent: 0.3)] as [Activation] {
        #expect(Made<Element>(activation, [0, -0.0]).slopes == [0, 0])
        #expect(Softened<Element>(activation, [0, -0.0]).logSlopes == [-.infinity, -.infinity])
        #expect(activation.function.slope(at: 0) == .infinity)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func `quantized values are levels, which change half way, with ties to even`() {
    let function = Activation.quantized(scale: 0.375, low: -2, high: 3)
    let points = [-9, -0.9375, -0.5625, -0.1875, 0, 0.1875, 0.1876, 0.5625, 0.9375, 5, .infinity]
    let expected = [-0.75, -0.75, -0.75, 0, 0, 0, 0.375, 0.75, 0.75, 1.125, 1.125]
    #expect(points.map { function.function.value(at: $0) } == expected)
    #expect(Made<Double>(function, points).values == expected)
    #expect(Made<Float>(function, points.map { Float($0) }).values.map { Double($0) } == expected)
    #expect(Made<Double>(function, points).slopes.allSatisfy { $0 == 0 })
    #expect(Made<Double>(function, [Double.nan]).values[0].isNaN)
    // Softened far beyond the scale it is the value itself within the levels.
    let inner = [-0.7, -0.1, 0.2, 1.1]
    let soft = Softened<Double>(function, inner, softness: 1000)
    for (index, z) in inner.enumerated() {
      #expect((soft.values[index] - z).magnitude < 1e-6)
      #expect(soft.logSlopes[index].magnitude < 1e-5)
    }
    for (scale, low, high) in [(0.1, -1.0, 1.0), (0, -1, 1), (1, 1, 2), (1, -1.5, 1), (1, 0, 0)] {
      #expect(!Activation.quantized(scale: scale, low: low, high: high).isValid)
    }
  }

  @Test func `sines keep their digits up to the last argument`() {
    var generator = SeededGenerator(seed: 3, purpose: "sines")
    for activation in [Activation.sin, .cos] {
      let points = (0..<10_000).map { _ in generator.uniform(-0x1p20, 0x1p20) }
      let doubles = Made(activation, points)
      let singles = Made(activation, points.map { Float($0) })
      for (index, z) in points.enumerated() {
        let error = (doubles.values[index] - activation.function.value(at: z)).magnitude
        #expect(error <= 2 * Double.ulpOfOne)
        let single = activation.function.value(at: Double(Float(z)))
        #expect((Double(singles.values[index]) - single).magnitude <= 2 * Double(Float.ulpOfOne))
      }
    }
  }

  @Test func `names are in the order of help, the oldest first`() {
    #expect(
      Activation.allCases.map(\.rawValue) == [
        "sigmoid", "tanh", "relu", "clippedReLU", "leakyReLU:0.01", "elu:1.0", "selu", "celu:1.0",
        "gelu", "geluTanh", "silu", "softplus:1.0", "mish", "softsign",
        "hardSigmoid:0.16666666666666666:0.5", "hardSwish", "abs", "sign", "erf", "floor", "ceil",
        "round", "exp", "log", "sqrt", "reciprocal", "sin", "cos", "pow:2.0",
        "quantized:1.0:-128.0:127.0",
      ])
    #expect(Activation(rawValue: "elu") == .elu(alpha: 1))
    #expect(Activation(rawValue: "leakyReLU:-0.25") == .leakyReLU(slope: -0.25))
    for name in [
      "", "sinus", "Sigmoid", "elu:", "elu:0", "elu:1:2", "gelu:1", "leakyReLU:nan", "elu:x",
      "pow:0",
      "pow:127", "pow:inf", "quantized:0:-1:1", "quantized:1:0:0", "quantized:1",
    ] {
      #expect(Activation(rawValue: name) == nil, "\(name)")
    }
  }
}
