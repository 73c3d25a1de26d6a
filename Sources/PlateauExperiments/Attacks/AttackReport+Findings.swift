import PlateauAttacks
public import PlateauRobustness

extension AttackReport {
  /// Puts findings on the same examples together.
  ///
  /// - Parameters:
  ///   - model: The path of the model.
  ///   - data: The name of the dataset.
  ///   - findings: At least one.
  ///   - decisions: What the model says of the examples themselves, to count ties; nil leaves them
  ///     uncounted.
  public init(
    model: String, data: String, findings: [AttackStudy.Finding], decisions: Decisions? = nil
  ) {
    precondition(!findings.isEmpty, "a report has an attack")
    self.model = model
    self.data = data
    let box = findings[0].result.threat.bounds
    bounds = [box.lowerBound, box.upperBound]
    examples = findings[0].result.outcomes.count
    cleanAccuracy = findings[0].result.cleanAccuracy
    ties = decisions?.ties
    notFinite = decisions?.notFinite
    attacks = findings.map(\.record)
    worstCase = WorstCase(robustAccuracy: Self.worstCase(findings.map(\.result)))
  }

  /// The share of examples that withstand every attack.
  static func worstCase(_ results: [AttackResult]) -> Double {
    guard let first = results.first, !first.outcomes.isEmpty else { return 0 }
    var standing = Set(first.survivors)
    for result in results.dropFirst() { standing.formIntersection(result.survivors) }
    return Double(standing.count) / Double(first.outcomes.count)
  }
}
