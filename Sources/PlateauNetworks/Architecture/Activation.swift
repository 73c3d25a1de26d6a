import CPlateauKernels

/// A nonlinearity φ that acts on each unit by itself.
///
/// With each comes the complementary function φ_c of its penalty: the distance of a pre-activation
/// from the flat part of φ or, where no part is exactly flat, the slope itself.
///
/// Source: R. Goroshin and Y. LeCun, "Saturating Auto-Encoders", 2013, section 2.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
  /// σ(z) = 1 / (1 + e⁻ᶻ); φ_c(z) = σ(z)·σ(−z).
  case sigmoid
  /// tanh z; φ_c(z) = 1 − tanh² z.
  case tanh
  /// max(0, z), with slope 0 at z = 0; φ_c(z) = max(0, z).
  case relu
  /// min(max(z, 0), 1), with slope 0 at both ends; φ_c(z) = min(max(0, z), max(0, 1 − z)).
  case clippedReLU

  /// The largest slope: ¼ for the sigmoid, 1 for all others.
  public var largestSlope: Double { self == .sigmoid ? 0.25 : 1 }

  /// Whether it flattens gradually, so that slopes are small but never exactly zero.
  public var isSigmoidLike: Bool { self == .sigmoid || self == .tanh }

  package var kernel: Int32 {
    switch self {
    case .sigmoid: Int32(plateau_sigmoid.rawValue)
    case .tanh: Int32(plateau_tanh.rawValue)
    case .relu: Int32(plateau_relu.rawValue)
    case .clippedReLU: Int32(plateau_clipped_relu.rawValue)
    }
  }
}
