public import PlateauCertification

extension AuditRecord {
  /// How robustness was proven.
  public struct Certification: Codable, Sendable, Hashable {
    /// The tightest method.
    public var method: CertificationMethod
    /// Whether the bounds are exact, as those of linear networks are.
    public var isExact: Bool
    /// The wall time.
    public var seconds: Double
    /// Examples that are proven and were broken all the same: none, or there is a bug.
    public var contradictions: [Contradiction]
  }

  /// An example that is proven and was broken all the same.
  public struct Contradiction: Codable, Sendable, Hashable {
    /// The index of the example.
    public var index: Int
    /// The proven lower bound of its least margin z_y − z_k in the ball; nil where a search proved it
    /// without one.
    public var margin: Double?
    /// What broke it; nil where it is misclassified without an attack.
    public var attack: String?
  }

  /// What is known of one example.
  public struct Outcome: Codable, Sendable, Hashable {
    /// The index of the example among those that were audited.
    public var index: Int
    /// Its true class.
    public var label: Int
    /// What is known.
    public var answer: CertificationReport.Answer
    /// A proven lower bound of the least margin z_y − z_k in the ball; nil where none is known.
    public var margin: Double?
    /// What broke it, its example in `adversarial.npz`; nil where nothing did, or it is misclassified
    /// without an attack.
    public var attack: String?
  }

  /// Fails if an attack broke a certified example.
  ///
  /// One of the two is wrong then, whatever the model: nothing of such an audit can be trusted.
  ///
  /// - Throws: `ExperimentError` of code `contradiction` that names the first of them.
  public func requireConsistency() throws(ExperimentError) {
    guard let all = certification?.contradictions, let first = all.first else { return }
    let bound = first.margin.map { ", its margin at least \($0)" } ?? ""
    let broken =
      first.attack.map { "'\($0)' broke it" } ?? "it is misclassified without an attack"
    throw ExperimentError(
      .contradiction,
      "Example \(first.index) of '\(data)' is certified for '\(model)' at ε \(epsilon)\(bound), but "
        + "\(broken); \(all.count) of \(examples) examples contradict each other like that. Either "
        + "the proof or the attack is wrong, which is a bug of Plateau: do not trust this audit, and "
        + "report it with the model and the examples.")
  }
}
