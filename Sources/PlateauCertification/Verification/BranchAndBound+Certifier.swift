public import PlateauData
public import PlateauNumerics
public import PlateauRobustness

extension BranchAndBound: Certifier {
  /// Bounds the margins of examples by a search for each, one after the other, each in the time of the
  /// settings.
  ///
  /// A search ends where all margins are known to be above 0, or one not to be: bounds are no tighter than that
  /// takes.
  ///
  /// - Precondition: That of ``Certifier/margins(of:within:workers:deadline:)``.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers,
    deadline: Deadline = .never
  ) -> [Double] {
    let memory = SearchMemory()
    return (0..<examples.count).map { index in
      let limit =
        settings.timeout == nil || deadline.hasPassed
        ? deadline : Deadline(after: settings.timeout)
      return verify(
        VerificationProblem(example: index, of: examples, within: threat), workers: workers,
        deadline: limit, memory: memory
      ) { _ in !deadline.hasPassed }.margins.min() ?? .infinity
    }
  }
}
