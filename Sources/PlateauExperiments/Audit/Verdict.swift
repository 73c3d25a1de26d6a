/// What an audit says of a model's robustness at one epsilon.
public enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
  /// Bounds prove it for at least half of what is classified correctly.
  case robust = "ROBUST"
  /// No attack broke it and every check passed; nothing is proven.
  case plausible = "PLAUSIBLE"
  /// A check failed: the attacks, or the data, cannot be trusted.
  case inconclusive = "INCONCLUSIVE"
  /// Usual attacks report robustness that is not there because they are too weak: the model's
  /// gradients are sound, and stronger search along them closes the gap.
  case overestimated = "OVERESTIMATED"
  /// Usual attacks report robustness that is not there because gradients are at fault.
  case masked = "MASKED"
  /// Hardly anything withstands, and usual attacks say so.
  case broken = "BROKEN"

  /// Whether it is as good as another, in the order of the cases.
  public func meets(_ required: Verdict) -> Bool {
    let order = Self.allCases
    guard let own = order.firstIndex(of: self), let other = order.firstIndex(of: required) else {
      return false
    }
    return own <= other
  }
}
