import CPlateauKernels
import PlateauNumerics

/// SiLU: z·σ(z).
///
/// Softened: T·φ(z/T), from T = 1 on.
struct SigmoidUnit: GatedFunction {
  var name: String { "silu" }
  var words: String { "SiLU" }
  var largestSlope: Double { 1.0998393201288671 }
  /// Operator sets before 24 have no Swish.
  var onnx: ONNXFunction { ONNXFunction(operation: "Sigmoid", isGate: true) }
  var kernel: plateau_function { kernel(plateau_silu) }
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.inflection(-2.3993572805154677), .inflection(2.3993572805154677)],
    [.concave, .convex, .concave], turns: [-1.2784645427610738])

  /// σ(z), and σ(z)·σ(−z)·z.
  func parts(_ z: Double) -> (share: Double, rest: Double) {
    let e = Elementary.exp(-z.magnitude)
    let share = (z < 0 ? e : 1) / (1 + e)
    return (share, z.isInfinite ? 0 : z * (e / ((1 + e) * (1 + e))))
  }
}
