import CPlateauKernels
import PlateauNumerics

/// GELU: z·Φ(z), of the normal distribution.
///
/// Softened: T·φ(z/T), from T = 1 on.
///
/// Source: D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, section 2.
struct GaussianUnit: UnitwiseFunction {
  var name: String { "gelu" }
  var words: String { "GELU" }
  /// That at √2.
  var largestSlope: Double { 1.1289041451851859 }
  var onnx: ONNXFunction {
    ONNXFunction(operation: "Gelu", operationSet: 20, word: ("approximate", "none", "none"))
  }
  var kernel: plateau_function { kernel(plateau_gelu) }
  /// φ″ is (2 − z²) times the density.
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.inflection(-1.4142135623730951), .inflection(1.4142135623730951)],
    [.concave, .convex, .concave], turns: [-0.7517915246935645])

  private func share(_ z: Double) -> Double {
    0.5 * Elementary.erfc(-z * 0.7071067811865476)
  }

  private func density(_ z: Double) -> Double {
    Elementary.exp(-0.5 * z * z) * 0.3989422804014327
  }

  func value(at z: Double) -> Double { z == -.infinity ? 0 : z * share(z) }

  func slope(at z: Double) -> Double { share(z) + (z.isInfinite ? 0 : z * density(z)) }

  // Rounding an argument of the exponential in them moves it by z² units; to the right, where the
  // share is at least ½, that is below one of the share.
  func valueError(at z: Double) -> Double {
    Self.error(value(at: z), times: z > 0 ? 1 : 1 + min(z * z, 4096))
  }

  func slopeError(at z: Double) -> Double {
    let size = min(z.magnitude, 64)
    let factor = 1 + size * size
    return Self.error(share(z) * (z > 0 ? 1 : factor) + size * density(size) * factor)
  }
}

/// GELU by a hyperbolic tangent: z·σ(u) with u = 2k·(z + 0.044715·z³) and k = √(2/π).
///
/// Softened: T·φ(z/T), from T = 1 on.
struct GaussianUnitByTanh: GatedFunction {
  var name: String { "geluTanh" }
  var words: String { "GELU (tanh)" }
  var largestSlope: Double { 1.1289930686587719 }
  var onnx: ONNXFunction {
    ONNXFunction(operation: "Gelu", operationSet: 20, word: ("approximate", "tanh", "none"))
  }
  var kernel: plateau_function { kernel(plateau_gelu_tanh) }
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.inflection(-1.4185040087908284), .inflection(1.4185040087908284)],
    [.concave, .convex, .concave], turns: [-0.7524614220710163])

  private static let rate = 1.5957691216057308

  private func exponent(_ z: Double) -> Double { Self.rate * (z + 0.044715 * z * z * z) }

  /// σ(u), and σ(u)·σ(−u)·u′·z.
  func parts(_ z: Double) -> (share: Double, rest: Double) {
    let e = Elementary.exp(-exponent(z).magnitude)
    // Farther out the rest is 0, and the square overflows.
    let near = min(max(z, -64), 64)
    let rate = Self.rate * (1 + 3 * 0.044715 * near * near)
    return ((z < 0 ? e : 1) / (1 + e), near * rate * (e / ((1 + e) * (1 + e))))
  }

  func valueError(at z: Double) -> Double {
    Self.error(value(at: z), times: z > 0 ? 1 : 1 + min(exponent(z).magnitude, 1e6))
  }

  func slopeError(at z: Double) -> Double {
    let parts = parts(z)
    let factor = 1 + min(exponent(z).magnitude, 1e6)
    return Self.error(parts.share * (z > 0 ? 1 : factor) + parts.rest.magnitude * factor)
  }
}
