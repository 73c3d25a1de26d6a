public import PlateauData
public import PlateauNumerics

/// The folder of an audit: its evidence, its record and the adversarial examples.
public struct AuditFolder: Sendable {
  /// The path of the folder.
  public let path: String
  private let evaluations: EvaluationFolder

  /// Makes the folder, or takes one.
  ///
  /// - Parameters:
  ///   - path: The folder; made where it is missing.
  ///   - resumes: Whether outcomes that are there are taken.
  /// - Throws: `ExperimentError` where it holds an audit and is not to be resumed, `DataError` where it
  ///   cannot be made.
  public init(_ path: String, resumes: Bool) throws {
    self.path = path
    evaluations = try EvaluationFolder(
      path, results: [Self.recordName, "adversarial.npz"], resumes: resumes)
  }

  static let recordName = "audit.json"

  /// The records of an audit in a folder; nil where there are none.
  ///
  /// - Throws: `DataError` where the file cannot be read, `ExperimentError` where it is no record.
  public static func records(in path: String) throws -> [AuditRecord]? {
    let file = path + "/" + recordName
    guard FileBytes.isFile(file) else { return nil }
    return try RunFolder.decode([AuditRecord].self, try FileBytes.read(file), file)
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

  /// Writes the records, and for each epsilon the examples that were broken.
  ///
  /// `adversarial.npz` holds `x`, `y` and `correct`, whether the model classifies each example
  /// correctly before an attack; and for each epsilon `x_EPSILON`, in which an example that was not
  /// broken stands as it is, `success_EPSILON`, whether an attack broke an example classified
  /// correctly, and `certified_EPSILON`.
  ///
  /// - Throws: `DataError` where a file cannot be written; nothing is left half-written.
  public func write(_ findings: [Audit.Finding], examples: Examples) throws {
    var builder = NPZBuilder()
    builder.add("x", examples.array(of: examples.inputs))
    builder.add("y", NPYArray(examples.labels, shape: [examples.count]))
    if let correct = findings.first?.correct {
      builder.add("correct", NPYArray(correct, shape: [examples.count]))
    }
    for finding in findings {
      var values = examples.inputs
      for (number, example) in finding.adversarial {
        let start = number * values.columns
        values.elements.replaceSubrange(start..<start + values.columns, with: example)
      }
      let name = "\(finding.record.epsilon)"
      builder.add("x_\(name)", examples.array(of: values))
      let broken = (0..<examples.count).map { finding.adversarial[$0] != nil }
      builder.add("success_\(name)", NPYArray(broken, shape: [examples.count]))
      let certified = Set(finding.certified)
      builder.add(
        "certified_\(name)",
        NPYArray((0..<examples.count).map { certified.contains($0) }, shape: [examples.count]))
    }
    try builder.write(to: path + "/adversarial.npz")
    try RunFolder.write(findings.map(\.record), to: path + "/" + Self.recordName)
  }
}
