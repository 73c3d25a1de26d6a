import PlateauNetworks

/// The penalty on the distance of hidden units from the flat part of their nonlinearity.
///
/// The loss of a batch is the mean over its examples of cross-entropy + λ(t) · Σ φ_c(z), the sum
/// over all hidden units, and with a factor over the weights of softmaxes inside, whose complementary
/// function is p (1 − p).
///
/// Source: R. Goroshin and Y. LeCun, "Saturating Auto-Encoders", 2013, section 2; A. Nayebi and
/// S. Ganguli, "Biologically inspired protection of deep networks from adversarial attacks", 2017.
public struct SaturationPenalty: Sendable, Hashable {
  /// How the complementary functions of the units are put together.
  public enum Normalization: String, Sendable, Hashable, CaseIterable {
    /// Their sum over all hidden units.
    case sum
    /// Their mean over all hidden units.
    case perUnit
  }

  /// The weight λ over time.
  public let schedule: PenaltySchedule
  /// Sum or mean over the hidden units.
  public let normalization: Normalization
  /// How much the weights p of softmaxes inside, such as those of attention, count beside hidden units: each
  /// has the complementary function p (1 − p), its slope by its own logit, times this.
  public let attention: Double

  /// Creates a penalty.
  ///
  /// - Precondition: `attention` is not negative, and finite.
  public init(
    schedule: PenaltySchedule, normalization: Normalization = .sum, attention: Double = 0
  ) {
    precondition(
      attention >= 0 && attention.isFinite, "attention counts with a factor of 0 or more")
    self.schedule = schedule
    self.normalization = normalization
    self.attention = attention
  }

  /// The factor of each hidden unit's complementary function.
  func unitWeight(_ weight: Double, in architecture: Architecture) -> Double {
    switch normalization {
    case .sum: weight
    case .perUnit: weight / Double(max(1, architecture.hiddenWidths.reduce(0, +)))
    }
  }
}
