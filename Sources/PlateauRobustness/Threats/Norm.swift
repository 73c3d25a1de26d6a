/// How the size of a perturbation is measured.
public enum Norm: String, Sendable, Hashable, Codable, CaseIterable {
  /// The largest change of any value, ℓ∞.
  case lInfinity = "linf"
  /// The Euclidean length, ℓ2.
  case l2

  /// The geometry of its balls, the one place in which norms are told apart.
  package var ball: any Ball {
    switch self {
    case .lInfinity: MaximumBall()
    case .l2: EuclideanBall()
    }
  }

  /// The words for all norms, as in `linf or l2`.
  package static var choices: String { allCases.map(\.rawValue).joined(separator: " or ") }
}
