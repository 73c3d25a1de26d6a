import CPlateauKernels
import PlateauNumerics

/// erf z.
///
/// Softened: erf(z/T), from T = 1 on.
struct ErrorFunction: UnitwiseFunction {
  var name: String { "erf" }
  var words: String { "error function" }
  var largestSlope: Double { 1.1283791670955126 }
  var values: ClosedRange<Double>? { -1...1 }
  var isSigmoidLike: Bool { true }
  var onnx: ONNXFunction { ONNXFunction(operation: "Erf", operationSet: 9) }
  var kernel: plateau_function { kernel(plateau_erf) }
  var curve: Curve { Curve.sigmoidal }

  /// The quotients of the Taylor series of erf(z)·√π/2 / z in z², highest power first.
  private static let series: [Double] = {
    let divisors: [Double] = [
      11_975_040_000, -918_086_400, 76_204_800, -6_894_720, 685_440, -75600, 9360, -1320, 216, -42,
      10, -3, 1,
    ]
    return divisors.map { 1 / $0 }
  }()

  func value(at z: Double) -> Double {
    guard z.magnitude < 0.5 else { return z > 0 ? 1 - Elementary.erfc(z) : Elementary.erfc(-z) - 1 }
    return 1.1283791670955126 * z * Self.series.reduce(0) { $0 * z * z + $1 }
  }

  func slope(at z: Double) -> Double { 1.1283791670955126 * Elementary.exp(-z * z) }

  /// The rounding of z² moves the exponential by z² units.
  func slopeError(at z: Double) -> Double {
    Self.error(slope(at: z), times: 1 + min(z * z, 4096))
  }

  func lower(at z: Double) -> Double { max(-1, value(at: z) - valueError(at: z)) }
  func upper(at z: Double) -> Double { min(1, value(at: z) + valueError(at: z)) }
}
