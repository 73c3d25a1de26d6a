import CPlateauKernels
import PlateauNumerics

/// eᶻ.
///
/// Softened: e^(z/T), from T = 1 on.
struct ExponentialFunction: UnitwiseFunction {
  var name: String { "exp" }
  var words: String { "exponential" }
  var largestSlope: Double { .infinity }
  var values: ClosedRange<Double>? { 0...0x1p-20 }
  var isNonnegative: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Exp") }
  var kernel: plateau_function { kernel(plateau_exponential) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([], [.convex])

  func value(at z: Double) -> Double { Elementary.exp(z) }
  func slope(at z: Double) -> Double { Elementary.exp(z) }
  func complement(at z: Double) -> Double? { Elementary.exp(z) }

  // Where it overflows, too.
  func lower(at z: Double) -> Double {
    let value = min(value(at: z), .greatestFiniteMagnitude)
    return max(0, value - Self.error(value))
  }
}

/// log z for z > 0; NaN elsewhere, but −∞ at 0.
///
/// It has no softened form: no part of it is flat.
struct Logarithm: UnitwiseFunction {
  var name: String { "log" }
  var words: String { "logarithm" }
  var largestSlope: Double { .infinity }
  var leastSoftness: Double { .infinity }
  var onnx: ONNXFunction { ONNXFunction(operation: "Log") }
  var kernel: plateau_function { kernel(plateau_logarithm) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([], [.concave])

  func isDefined(on low: Double, _ high: Double) -> Bool { low > 0 }
  func value(at z: Double) -> Double { Elementary.log(z) }
  func slope(at z: Double) -> Double { 1 / z }
}
