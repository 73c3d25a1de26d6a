import CPlateauKernels
import PlateauNumerics

/// z·tanh(log(1 + eᶻ)).
///
/// Softened: T·φ(z/T), from T = 1 on.
///
/// Source: D. Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019, section 2.
struct Mish: GatedFunction {
  var name: String { "mish" }
  var words: String { "Mish" }
  var largestSlope: Double { 1.0884981612517238 }
  var onnx: ONNXFunction { ONNXFunction(operation: "Mish", operationSet: 18) }
  var kernel: plateau_function { kernel(plateau_mish) }
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.inflection(-2.2563763963607931), .inflection(1.4905711794854285)],
    [.concave, .convex, .concave], turns: [-1.1924312145154952])

  /// The hyperbolic tangent, and its derivative times z.
  ///
  /// With e = e^−|z| it is n/(n + 2w), where n and w are e² + 2e and 1 left of 0, and 1 + 2e and e²
  /// right of it; 1 less its square, times σ(z), is 4·e·(1 + e)/(n + 2w)², times e right of 0.
  func parts(_ z: Double) -> (share: Double, rest: Double) {
    let e = Elementary.exp(-z.magnitude)
    let n = z < 0 ? e * (e + 2) : 1 + 2 * e
    let d = n + 2 * (z < 0 ? 1 : e * e)
    let rate = 4 * (z < 0 ? e : e * e) * (1 + e) / (d * d)
    return (n / d, z.isInfinite ? 0 : z * rate)
  }
}
