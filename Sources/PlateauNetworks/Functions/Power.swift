import CPlateauKernels
import PlateauNumerics

/// z to the power of a number other than 0.
///
/// Powers of integers are those of all z, but 0 where the integer is negative; others those of
/// z ≥ 0, or z > 0. It has no softened form: slopes vanish at 0 alone, by a power of z.
struct Power: UnitwiseFunction {
  let exponent: Double

  var name: String { "pow" }
  var words: String { exponent == 2 ? "square" : "power of \(exponent)" }
  var numbers: [Double] { [exponent] }
  var isValid: Bool {
    exponent.isFinite && exponent != 0 && !(isInteger && exponent.magnitude > 126)
  }
  var largestSlope: Double { exponent == 1 ? 1 : .infinity }
  var leastSoftness: Double { .infinity }
  var onnx: ONNXFunction {
    ONNXFunction(operation: "Pow", operationSet: 7, constants: [("pow.\(exponent)", exponent)])
  }

  var kernel: plateau_function {
    kernel(isInteger ? plateau_whole_power : plateau_power, exponent)
  }

  private var isInteger: Bool { exponent.rounded() == exponent }
  private var isEven: Bool { isInteger && exponent.remainder(dividingBy: 2) == 0 }

  var isNonnegative: Bool { isEven || !isInteger }
  var keepsNonnegative: Bool { true }
  var isIncreasing: Bool { exponent > 0 && !isEven }

  /// Above 0: convex, but for exponents between 0 and 1.
  var curve: Curve {
    let above: Curve.Bend =
      exponent == 1 ? .straight : exponent > 0 && exponent < 1 ? .concave : .convex
    guard isInteger, exponent != 1 else { return Curve([], [above]) }
    let zero = Curve.Joint(place: 0, width: 0, isCorner: exponent < 0)
    return Curve(
      [zero], [isEven ? .convex : .concave, .convex], turns: isEven && exponent > 0 ? [0] : [])
  }

  func isDefined(on low: Double, _ high: Double) -> Bool {
    let isPole = exponent < 0
    if isPole ? low > 0 : low >= 0 { return true }
    return isInteger && (!isPole || high < 0)
  }

  func value(at z: Double) -> Double { Elementary.pow(z, exponent) }

  /// Of integers the exponent less 1 is exact; of others it would be rounded.
  func slope(at z: Double) -> Double {
    if isInteger { return exponent * Elementary.pow(z, exponent - 1) }
    if z == 0 { return exponent > 1 ? 0 : exponent * .infinity }
    return exponent * (Elementary.pow(z, exponent) / z)
  }

  /// Where a power underflows, its quotient by z is not known.
  func slopeError(at z: Double) -> Double {
    let error = Self.error(slope(at: z))
    guard !isInteger, z != 0, value(at: z) < 0x1p-960 else { return error }
    return error + (exponent * 0x1p-960 / z).magnitude
  }

  func lower(at z: Double) -> Double {
    let value = value(at: z)
    if value == .infinity { return .greatestFiniteMagnitude }
    return value - Self.error(value)
  }

  func upper(at z: Double) -> Double {
    let value = value(at: z)
    if value == -.infinity { return -.greatestFiniteMagnitude }
    return value + Self.error(value)
  }
}

/// The square root of z ≥ 0; NaN elsewhere.
///
/// It has no softened form: no part of it is flat.
struct SquareRoot: UnitwiseFunction {
  var name: String { "sqrt" }
  var words: String { "square root" }
  var largestSlope: Double { .infinity }
  var leastSoftness: Double { .infinity }
  var isNonnegative: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Sqrt") }
  var kernel: plateau_function { kernel(plateau_square_root) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([], [.concave])

  func isDefined(on low: Double, _ high: Double) -> Bool { low >= 0 }
  func value(at z: Double) -> Double { z.squareRoot() }
  func slope(at z: Double) -> Double { 0.5 / z.squareRoot() }
  func lower(at z: Double) -> Double { max(0, z.squareRoot() - valueError(at: z)) }
}

/// 1 / z; on no interval that holds 0 it is bounded.
///
/// It has no softened form: no part of it is flat.
struct Reciprocal: UnitwiseFunction {
  var name: String { "reciprocal" }
  var words: String { "reciprocal" }
  var largestSlope: Double { .infinity }
  var leastSoftness: Double { .infinity }
  var isIncreasing: Bool { false }
  var keepsNonnegative: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Reciprocal") }
  var kernel: plateau_function { kernel(plateau_reciprocal) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([.corner(0)], [.concave, .convex])

  func isDefined(on low: Double, _ high: Double) -> Bool { low > 0 || high < 0 }
  func value(at z: Double) -> Double { 1 / z }

  func slope(at z: Double) -> Double {
    let value = 1 / z
    return -value * value
  }
}
