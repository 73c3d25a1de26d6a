public import PlateauData
import PlateauAttacks
import PlateauNumerics
import PlateauRobustness

/// The folder to which attacks write their results.
public struct AttackFolder: Sendable, Hashable {
  /// The path of the folder.
  public let path: String

  /// Makes the folder, or takes one without results in it.
  ///
  /// - Throws: `ExperimentError` where it holds results, `DataError` where it cannot be made.
  public init(creating path: String) throws {
    self.path = path
    try Folder.create(path)
    for file in [report, arrays] where FileBytes.isFile(file) {
      throw ExperimentError(
        .folder, "'\(file)' is there already. Choose another output folder.")
    }
  }

  /// The results.
  public var report: String { path + "/attack.json" }
  /// The examples and their perturbed versions.
  public var arrays: String { path + "/adversarial.npz" }

  /// Writes the results and the perturbed examples.
  ///
  /// - Throws: `DataError` with the system's reason; nothing is left half-written.
  public func write(
    _ record: AttackReport, examples: Examples, findings: [AttackStudy.Finding]
  ) throws {
    let shape = [examples.count] + examples.shape.sides
    var builder = NPZBuilder()
    builder.add("x", NPYArray(examples.inputs.elements, shape: shape))
    builder.add("y", NPYArray(examples.labels, shape: [examples.count]))
    for finding in findings {
      let name = finding.record.name
      builder.add("x_\(name)", NPYArray(finding.result.adversarial.elements, shape: shape))
      let successes = finding.result.outcomes.map(\.isSuccess)
      builder.add("success_\(name)", NPYArray(successes, shape: [examples.count]))
    }
    try builder.write(to: arrays)
    try RunFolder.write(record, to: report)
  }
}
