import CPlateauKernels

/// min(max(α·z + β, 0), 1), with slope 0 at both ends.
///
/// Softened: the softened clipped ReLU of α·z + β,
/// with α·T.
struct HardSigmoid: UnitwiseFunction {
  let alpha: Double
  let beta: Double

  var name: String { "hardSigmoid" }
  var words: String { "hard sigmoid" }
  var values: ClosedRange<Double>? { 0...1 }
  var isNonnegative: Bool { true }
  var leastSoftness: Double { 0.0 }
  var numbers: [Double] { [alpha, beta] }
  var isValid: Bool {
    alpha > 0 && alpha.isFinite && (beta / alpha).isFinite && (1 / alpha).isFinite
  }
  var largestSlope: Double { alpha }
  var onnx: ONNXFunction {
    ONNXFunction(
      operation: "HardSigmoid", attributes: [("alpha", alpha, 0.2), ("beta", beta, 0.5)])
  }
  var kernel: plateau_function { kernel(plateau_hard_sigmoid, alpha, beta) }
  var curve: Curve {
    Curve(
      [joint(-beta), joint(1 - beta)], [.constant(0), .straight, .constant(1)])
  }

  /// Where α·z is a number, which has been rounded.
  private func joint(_ product: Double) -> Curve.Joint {
    let place = product / alpha
    let width = place.magnitude + (1 + beta.magnitude) / alpha
    return Curve.Joint(place: place, width: width * 0x1p-50, isCorner: true)
  }

  private func inner(_ z: Double) -> Double { alpha * z + beta }

  func value(at z: Double) -> Double { min(max(inner(z), 0), 1) }

  func slope(at z: Double) -> Double {
    let value = inner(z)
    return value > 0 && value < 1 ? alpha : 0
  }

  func valueError(at z: Double) -> Double {
    // Farther out the value is certain.
    let product = min((alpha * z).magnitude, 2 + 2 * beta.magnitude)
    return Self.error(product + beta.magnitude)
  }

  func lower(at z: Double) -> Double { max(0, value(at: z) - valueError(at: z)) }
  func upper(at z: Double) -> Double { min(1, value(at: z) + valueError(at: z)) }

  func complement(at z: Double) -> Double? { min(value(at: z), 1 - value(at: z)) }
}

/// z·min(max(z/6 + ½, 0), 1).
///
/// Softened: z times the softened hard sigmoid.
struct HardSwish: UnitwiseFunction {
  var name: String { "hardSwish" }
  var words: String { "hard swish" }
  var largestSlope: Double { 1.5 }
  var leastSoftness: Double { 0.0 }
  var onnx: ONNXFunction { ONNXFunction(operation: "HardSwish", operationSet: 14) }
  var kernel: plateau_function { kernel(plateau_hard_swish) }
  var curve: Curve { Self.curve }
  private static let curve = Curve(
    [.corner(-3), .corner(3)], [.constant(0), .convex, .straight], turns: [-1.5])

  func value(at z: Double) -> Double { z >= 3 ? z : z > -3 ? z * (z / 6 + 0.5) : 0 }

  func slope(at z: Double) -> Double { z >= 3 ? 1 : z > -3 ? z / 3 + 0.5 : 0 }

  func valueError(at z: Double) -> Double {
    z.magnitude >= 3 ? 0 : Self.error(z * (z.magnitude / 6 + 0.5))
  }

  func slopeError(at z: Double) -> Double { Self.error(z.magnitude + 0.5) }

  func complement(at z: Double) -> Double? { max(0, z + 3) }
}
