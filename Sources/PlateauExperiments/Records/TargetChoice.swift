/// Which class a targeted attack aims at.
public enum TargetChoice: String, Codable, Sendable, Hashable, CaseIterable {
  /// The class after the true one, the first after the last.
  case next
  /// The class with the smallest logit on the unperturbed example.
  case leastLikely = "least-likely"
  /// Every other class in turn; an example withstands if it withstands all.
  case all
}
