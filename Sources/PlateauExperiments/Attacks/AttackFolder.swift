public import PlateauData
import PlateauAttacks
public import PlateauNumerics
import PlateauRobustness

/// The folder to which attacks write their results, and in which their outcomes are kept.
public struct AttackFolder: Sendable {
  /// The path of the folder.
  public let path: String
  private let evaluations: EvaluationFolder

  /// Makes the folder, or takes one without results in it.
  ///
  /// - Parameters:
  ///   - path: The folder; made where it is missing.
  ///   - resumes: Whether results and outcomes that are there are taken.
  /// - Throws: `ExperimentError` where it holds results and is not to be resumed, `DataError` where it
  ///   cannot be made.
  public init(_ path: String, resumes: Bool) throws {
    self.path = path
    evaluations = try EvaluationFolder(
      path, results: ["attack.json", "adversarial.npz"], resumes: resumes)
  }

  /// The evaluations of one model on some examples, kept in this folder; nil of a model that does not
  /// repeat itself.
  ///
  /// - Throws: What the model failed by.
  public func evaluation(
    of subject: AuditSubject, on examples: Examples, workers: Workers
  ) throws -> StoredEvaluation? {
    try subject.fingerprint(on: examples, workers: workers).map {
      evaluations.evaluation(of: $0, on: examples)
    }
  }

  /// The results.
  public var report: String { path + "/attack.json" }
  /// The examples and their perturbed versions.
  public var arrays: String { path + "/adversarial.npz" }

  /// Writes the results and the perturbed examples.
  ///
  /// `adversarial.npz` holds `x`, `y`, and `correct`, whether the model classifies each example
  /// correctly before an attack; and for each attack `x_NAME` and `success_NAME`, whether it reached
  /// its goal on an example classified correctly. An example that is wrong from the start is no
  /// success and stays as it is, so that robust accuracy is the mean of `correct & ~success_NAME`.
  ///
  /// - Throws: `DataError` with the system's reason; nothing is left half-written.
  public func write(
    _ record: AttackReport, examples: Examples, findings: [AttackStudy.Finding]
  ) throws {
    var builder = NPZBuilder()
    builder.add("x", examples.array(of: examples.inputs))
    builder.add("y", NPYArray(examples.labels, shape: [examples.count]))
    if let outcomes = findings.first?.result.outcomes {
      builder.add(
        "correct", NPYArray(outcomes.map { !$0.isMisclassified }, shape: [examples.count]))
    }
    for finding in findings {
      let name = finding.record.name
      builder.add("x_\(name)", examples.array(of: finding.result.adversarial))
      let successes = finding.result.outcomes.map { $0.isSuccess && !$0.isMisclassified }
      builder.add("success_\(name)", NPYArray(successes, shape: [examples.count]))
    }
    try builder.write(to: arrays)
    try RunFolder.write(record, to: report)
  }
}
