/// How the size of a perturbation is measured.
public enum Norm: String, Sendable, Hashable, Codable, CaseIterable {
  /// The largest change of any value, ℓ∞.
  case lInfinity = "linf"
  /// The Euclidean length, ℓ2.
  case l2
}
