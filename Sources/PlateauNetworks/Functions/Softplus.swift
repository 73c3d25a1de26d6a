import CPlateauKernels
import PlateauNumerics

/// log(1 + e^(β·z)) / β.
///
/// Softened: with β/T in the place of β, from T = 1 on.
struct Softplus: UnitwiseFunction {
  let beta: Double

  var name: String { "softplus" }
  var words: String { "softplus" }
  var largestSlope: Double { 1.0 }
  var values: ClosedRange<Double>? { 0...0x1p-20 }
  var isNonnegative: Bool { true }
  var numbers: [Double] { [beta] }
  var isValid: Bool { beta > 0 && beta.isFinite && (1 / beta).isFinite }
  /// ONNX has that of β = 1 alone.
  var onnx: ONNXFunction { ONNXFunction(operation: "Softplus", rate: beta) }
  var kernel: plateau_function { kernel(plateau_softplus, beta) }
  var curve: Curve { Self.curve }
  private static let curve = Curve([], [.convex])

  func value(at z: Double) -> Double {
    max(0, z) + Elementary.log(onePlus: Elementary.exp(-(beta * z).magnitude)) / beta
  }

  func slope(at z: Double) -> Double {
    let e = Elementary.exp(-(beta * z).magnitude)
    return (z < 0 ? e : 1) / (1 + e)
  }

  // The rounding of β·z moves the exponential by |β·z| units.
  func valueError(at z: Double) -> Double {
    Self.error(value(at: z), times: z > 0 ? 1 : 1 + min((beta * z).magnitude, 1e6))
  }

  func slopeError(at z: Double) -> Double {
    Self.error(slope(at: z), times: z > 0 ? 1 : 1 + min((beta * z).magnitude, 1e6))
  }

  func complement(at z: Double) -> Double? { value(at: z) }
}
