import CPlateauKernels
import PlateauNumerics

/// σ(z) = 1 / (1 + e⁻ᶻ).
///
/// Softened: σ(z/T).
struct Sigmoid: UnitwiseFunction {
  var name: String { "sigmoid" }
  var words: String { "sigmoid" }
  var largestSlope: Double { 0.25 }
  var lines: LineRule { .sigmoidal }
  var values: ClosedRange<Double>? { 0...1 }
  var isNonnegative: Bool { true }
  var isSigmoidLike: Bool { true }
  var hasSlopeOfValue: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Sigmoid") }
  var kernel: plateau_function { kernel(plateau_sigmoid) }
  var curve: Curve { .sigmoidal }

  /// With a small relative error on both sides.
  @inline(__always)
  func value(at z: Double) -> Double {
    let e = Elementary.exp(-z.magnitude)
    return (z < 0 ? e : 1) / (1 + e)
  }

  func slope(at z: Double) -> Double {
    let e = Elementary.exp(-z.magnitude)
    return e / ((1 + e) * (1 + e))
  }

  // Elementary.exp errs by less than 0.52 units in the last place, which is argued beside its code.
  // With the roundings around it that makes less than 2⁻⁵⁰ of the value; it is moved by 2⁻⁴⁹.
  func lower(at z: Double) -> Double {
    let value = value(at: z)
    return max(0, value - (value * 0x1p-49 + 0x1p-1070))
  }

  func upper(at z: Double) -> Double {
    let value = value(at: z)
    return min(1, value + (value * 0x1p-49 + 0x1p-1070))
  }

  func enclose(
    _ count: Int, _ lower: UnsafeMutablePointer<Double>, _ upper: UnsafeMutablePointer<Double>
  ) {
    LevelTable.enclosures.sigmoid(count: count, low: lower, high: upper)
  }

  func complement(at z: Double) -> Double? {
    1 / ((1 + Elementary.exp(-z)) * (1 + Elementary.exp(z)))
  }
}
