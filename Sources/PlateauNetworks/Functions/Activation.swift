/// A nonlinearity φ that acts on each unit by itself.
///
/// With some comes the complementary function φ_c of their penalty: the distance of a pre-activation
/// from the flat part of φ or, where no part is exactly flat, the slope itself.
///
/// Source: R. Goroshin and Y. LeCun, "Saturating Auto-Encoders", 2013, section 2.
public enum Activation: Sendable, Hashable, Codable {
  /// σ(z) = 1 / (1 + e⁻ᶻ); φ_c(z) = σ(z)·σ(−z).
  case sigmoid
  /// tanh z; φ_c(z) = 1 − tanh² z.
  case tanh
  /// max(0, z), with slope 0 at z = 0; φ_c(z) = max(0, z).
  case relu
  /// min(max(z, 0), 1), with slope 0 at both ends; φ_c(z) = min(max(0, z), max(0, 1 − z)).
  case clippedReLU
  /// z, or s·z where z ≤ 0, of a finite slope s.
  case leakyReLU(slope: Double)
  /// z, or α·(eᶻ − 1) where z ≤ 0, for α > 0; φ_c(z) = φ(z) + α.
  case elu(alpha: Double)
  /// λ·z, or λ·α·(eᶻ − 1) where z ≤ 0, with λ = 1.0507… and α = 1.6732…; φ_c(z) = φ(z) + λ·α.
  case selu
  /// z, or α·(e^(z/α) − 1) where z ≤ 0, for α > 0; φ_c(z) = φ(z) + α.
  case celu(alpha: Double)
  /// z·Φ(z), of the normal distribution.
  case gelu
  /// z·σ(2k·(z + 0.044715·z³)) with k = √(2/π): an approximation of ``gelu``.
  case geluTanh
  /// z·σ(z).
  case silu
  /// log(1 + e^(β·z)) / β, for β > 0; φ_c is φ itself.
  case softplus(beta: Double)
  /// z·tanh(log(1 + eᶻ)).
  case mish
  /// z / (1 + |z|); φ_c is the slope.
  case softsign
  /// min(max(α·z + β, 0), 1), for α > 0, with slope 0 at both ends; φ_c(z) = min(φ(z), 1 − φ(z)).
  case hardSigmoid(alpha: Double, beta: Double)
  /// z·min(max(z/6 + ½, 0), 1); φ_c(z) = max(0, z + 3).
  case hardSwish
  /// |z|, with slope 0 at z = 0.
  case abs
  /// −1, 0 or 1, with slope 0 everywhere: gradients are those of a softened form.
  case sign
  /// erf z.
  case erf
  /// z rounded down, with slope 0 everywhere: gradients are those of a softened form.
  case floor
  /// z rounded up, in the same way.
  case ceil
  /// z rounded to the nearest integer, ties to even, in the same way.
  case round
  /// eᶻ; φ_c is φ itself.
  case exp
  /// The natural logarithm of z > 0.
  case log
  /// The square root of z ≥ 0; at 0, where its slope is infinite, gradients take it as 0 (as they take
  /// that of a power below 1).
  case sqrt
  /// 1 / z.
  case reciprocal
  /// sin z, for |z| ≤ 2²⁰.
  case sin
  /// cos z, for |z| ≤ 2²⁰.
  case cos
  /// z to the power of a number other than 0: of integers up to ±126 for all z, but 0 where it is
  /// negative; of others for z ≥ 0, or z > 0.
  case power(exponent: Double)
  /// scale·k for the integer k in low...high that is nearest to z/scale, ties to even, with slope 0
  /// everywhere: what quantization leaves of z. The scale is a number of single precision, and 0 is
  /// among the levels.
  case quantized(scale: Double, low: Double, high: Double)

  /// What it computes; the one place that tells its cases apart.
  package var function: any UnitwiseFunction {
    switch self {
    case .sigmoid: Sigmoid()
    case .tanh: HyperbolicTangent()
    case .relu: Rectifier()
    case .clippedReLU: ClippedRectifier()
    case .leakyReLU(let slope): LeakyRectifier(slope: slope)
    case .elu(let alpha): ExponentialUnit.elu(alpha)
    case .selu: ExponentialUnit.selu
    case .celu(let alpha): ExponentialUnit.celu(alpha)
    case .gelu: GaussianUnit()
    case .geluTanh: GaussianUnitByTanh()
    case .silu: SigmoidUnit()
    case .softplus(let beta): Softplus(beta: beta)
    case .mish: Mish()
    case .softsign: Softsign()
    case .hardSigmoid(let alpha, let beta): HardSigmoid(alpha: alpha, beta: beta)
    case .hardSwish: HardSwish()
    case .abs: AbsoluteValue()
    case .sign: SignFunction()
    case .erf: ErrorFunction()
    case .floor: StepFunction(kind: .floor)
    case .ceil: StepFunction(kind: .ceil)
    case .round: StepFunction(kind: .round)
    case .exp: ExponentialFunction()
    case .log: Logarithm()
    case .sqrt: SquareRoot()
    case .reciprocal: Reciprocal()
    case .sin: Wave(isCosine: false)
    case .cos: Wave(isCosine: true)
    case .power(let exponent): Power(exponent: exponent)
    case .quantized(let scale, let low, let high):
      Quantization(scale: scale, low: low, high: high)
    }
  }

  /// The cases by the numbers that they take, with those that frameworks take by default.
  private static let kinds: [(make: @Sendable ([Double]) -> Activation, defaults: [Double])] = [
    ({ _ in .sigmoid }, []), ({ _ in .tanh }, []), ({ _ in .relu }, []),
    ({ _ in .clippedReLU }, []),
    ({ .leakyReLU(slope: $0[0]) }, [0.01]), ({ .elu(alpha: $0[0]) }, [1]), ({ _ in .selu }, []),
    ({ .celu(alpha: $0[0]) }, [1]), ({ _ in .gelu }, []), ({ _ in .geluTanh }, []),
    ({ _ in .silu }, []), ({ .softplus(beta: $0[0]) }, [1]), ({ _ in .mish }, []),
    ({ _ in .softsign }, []), ({ .hardSigmoid(alpha: $0[0], beta: $0[1]) }, [1.0 / 6, 0.5]),
    ({ _ in .hardSwish }, []), ({ _ in .abs }, []), ({ _ in .sign }, []), ({ _ in .erf }, []),
    ({ _ in .floor }, []),
    ({ _ in .ceil }, []), ({ _ in .round }, []), ({ _ in .exp }, []), ({ _ in .log }, []),
    ({ _ in .sqrt }, []), ({ _ in .reciprocal }, []), ({ _ in .sin }, []), ({ _ in .cos }, []),
    ({ .power(exponent: $0[0]) }, [2]),
    ({ .quantized(scale: $0[0], low: $0[1], high: $0[2]) }, [1, -128, 127]),
  ]
}

extension Activation: CaseIterable {
  /// One of each kind, with the numbers that frameworks take by default.
  public static let allCases: [Activation] = kinds.map { $0.make($0.defaults) }
}

// MARK: - Names

extension Activation: RawRepresentable {
  /// The name in files and on the command line, with numbers behind colons where it takes any:
  /// `sigmoid`, `leakyReLU:0.01`.
  public var rawValue: String {
    let function = function
    return ([function.name] + function.numbers.map { "\($0)" }).joined(separator: ":")
  }

  /// The nonlinearity of a name; without numbers it is the one in ``allCases``.
  public init?(rawValue: String) { self.init(rawValue, ignoresCase: false) }

  /// Reads a name, whatever its capitals if they are to be ignored.
  public init?(_ text: String, ignoresCase: Bool) {
    func plain(_ text: some StringProtocol) -> String {
      ignoresCase ? text.lowercased() : "\(text)"
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first.map(plain),
      let index = Self.allCases.firstIndex(where: { plain($0.function.name) == name })
    else { return nil }
    self = Self.allCases[index]
    guard parts.count > 1 else { return }
    let numbers = parts.dropFirst().compactMap { Double($0) }
    guard numbers.count == parts.count - 1, let own = with(numbers) else { return nil }
    self = own
  }

  /// The same kind of nonlinearity with other numbers; nil where one is out of range.
  package func with(_ numbers: [Double]) -> Activation? {
    let name = function.name
    guard let index = Self.allCases.firstIndex(where: { $0.function.name == name }),
      numbers.count == Self.kinds[index].defaults.count
    else { return nil }
    let result = Self.kinds[index].make(numbers)
    return result.isValid ? result : nil
  }

  /// Whether its numbers are finite and in their range.
  public var isValid: Bool { function.isValid }
}

// MARK: - Equality

// Without these, names and numbers would be written out and compared, as of other raw values.
extension Activation {
  /// Whether both are of one kind, with the same numbers.
  public static func == (first: Activation, second: Activation) -> Bool {
    let (one, other) = (first.function, second.function)
    return one.name == other.name && one.numbers == other.numbers
  }

  /// Feeds the kind to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(function.name) }
}

// MARK: - Slopes

extension Activation {
  /// The largest magnitude of a slope; ∞ where there is none.
  public var largestSlope: Double { function.largestSlope }

  /// Whether it flattens gradually on both sides, so that slopes are small but never exactly zero.
  public var isSigmoidLike: Bool { function.isSigmoidLike }

  /// The slope φ′(z), without cancellation on the flat part.
  ///
  /// - Returns: Of sigmoid, tanh and the rectifiers a slope of at least 0, with a relative error of a
  ///   few units of 2⁻⁵³; 0 where e^−|z| underflows.
  public func slope(at z: Double) -> Double { function.slope(at: z) }

  /// Whether the slope is at most 0.01 of the largest, or 0 where there is none: the unit is
  /// saturated.
  public func isSaturated(at z: Double) -> Bool {
    let function = function
    return function.slope(at: z).magnitude <= function.flatSlope
  }
}
