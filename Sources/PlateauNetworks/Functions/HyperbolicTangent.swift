import CPlateauKernels
import PlateauNumerics

/// tanh z.
///
/// Softened: tanh(z/T).
struct HyperbolicTangent: UnitwiseFunction {
  var name: String { "tanh" }
  var words: String { "tanh" }
  var largestSlope: Double { 1.0 }
  var lines: LineRule { .sigmoidal }
  var values: ClosedRange<Double>? { -1...1 }
  var isSigmoidLike: Bool { true }
  var hasSlopeOfValue: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Tanh") }
  var kernel: plateau_function { kernel(plateau_tanh) }
  var curve: Curve { .sigmoidal }

  func value(at z: Double) -> Double { Elementary.tanh(z) }

  func slope(at z: Double) -> Double {
    let e = Elementary.exp(-2 * z.magnitude)
    return 4 * e / ((1 + e) * (1 + e))
  }

  // Elementary.tanh errs by at most 0.58 units in the last place at a million arguments of each range;
  // it is moved by 2⁻⁴⁹ of its value.
  func lower(at z: Double) -> Double {
    let value = value(at: z)
    return max(-1, value - (value.magnitude * 0x1p-49 + 0x1p-1070))
  }

  func upper(at z: Double) -> Double {
    let value = value(at: z)
    return min(1, value + (value.magnitude * 0x1p-49 + 0x1p-1070))
  }

  func complement(at z: Double) -> Double? {
    4 / Elementary.pow(Elementary.exp(z) + Elementary.exp(-z), 2)
  }
}
