import CPlateauKernels
import PlateauNumerics

/// p·z, or q·(e^(z·r) − 1) where z ≤ 0: ELU, SELU and CELU.
///
/// Softened: T·φ(z/T), from T = 1 on.
struct ExponentialUnit: UnitwiseFunction {
  enum Kind { case elu, selu, celu }

  let kind: Kind
  let alpha: Double

  /// z, or α·(eᶻ − 1).
  static func elu(_ alpha: Double) -> ExponentialUnit { ExponentialUnit(kind: .elu, alpha: alpha) }

  /// z, or α·(e^(z/α) − 1).
  static func celu(_ alpha: Double) -> ExponentialUnit {
    ExponentialUnit(kind: .celu, alpha: alpha)
  }

  /// λ times ELU of an α.
  ///
  /// Source: G. Klambauer et al., "Self-Normalizing Neural Networks", 2017, section 2.
  static var selu: ExponentialUnit { ExponentialUnit(kind: .selu, alpha: 1.6732632423543772) }

  var name: String {
    switch kind {
    case .elu: "elu"
    case .selu: "selu"
    case .celu: "celu"
    }
  }

  var words: String { name.uppercased() }
  var numbers: [Double] { kind == .selu ? [] : [alpha] }

  var onnx: ONNXFunction {
    switch kind {
    case .elu: ONNXFunction(operation: "Elu", attributes: [("alpha", alpha, 1)])
    case .selu: ONNXFunction(operation: "Selu")
    case .celu: ONNXFunction(operation: "Celu", operationSet: 12, attributes: [("alpha", alpha, 1)])
    }
  }

  /// p.
  private var scale: Double { kind == .selu ? 1.0507009873554805 : 1 }
  /// q.
  private var reach: Double { scale * alpha }
  /// 1/r.
  private var length: Double { kind == .celu ? alpha : 1 }

  var isValid: Bool { reach > 0 && reach.isFinite && (1 / length).isFinite }
  var largestSlope: Double { max(scale, reach / length) }
  var kernel: plateau_function { kernel(plateau_exponential_unit, scale, reach, 1 / length) }
  var curve: Curve { Curve([.corner(0)], [.convex, .straight]) }

  func value(at z: Double) -> Double {
    z > 0 ? scale * z : reach * Elementary.expMinusOne(z / length)
  }

  func slope(at z: Double) -> Double {
    z > 0 ? scale : reach / length * Elementary.exp(z / length)
  }

  /// The rounding of z/α moves the exponential by |z/α| units.
  func slopeError(at z: Double) -> Double {
    Self.error(slope(at: z), times: z > 0 ? 1 : 1 + (z / length).magnitude)
  }

  func complement(at z: Double) -> Double? {
    z > 0 ? scale * z + reach : reach * Elementary.exp(z / length)
  }
}
