import PlateauData
import PlateauGeometry
import PlateauNumerics

/// The folder of an analysis: its record, and the arrays behind it.
public struct AnalysisFolder: Sendable {
  /// The path of the folder.
  public let path: String

  /// The name of the record's file.
  static let recordName = "analysis.json"
  /// The name of the arrays' file.
  static let arraysName = "analysis.npz"

  /// Makes the folder, or takes one without an analysis in it.
  ///
  /// - Throws: `ExperimentError` where it holds an analysis, `DataError` where it cannot be made.
  public init(_ path: String) throws {
    self.path = path
    try Folder.create(path)
    for name in [Self.recordName, Self.arraysName] where FileBytes.isFile(path + "/" + name) {
      throw ExperimentError(
        .folder, "'\(path)/\(name)' is there already. Choose another output folder.")
    }
  }

  /// The record of an analysis in a folder; nil where there is none.
  ///
  /// - Throws: `DataError` where the file cannot be read, `ExperimentError` where it is no record.
  public static func record(in path: String) throws -> AnalysisRecord? {
    let file = path + "/" + recordName
    guard FileBytes.isFile(file) else { return nil }
    return try RunFolder.decode(AnalysisRecord.self, try FileBytes.read(file), file)
  }

  /// Writes the record and the arrays.
  ///
  /// `analysis.npz` holds `labels` and `order`, the classes of the stimuli and their numbers among the
  /// examples as the matrices have them; `dissimilarity_1` and on, and `dissimilarity_logits`; and for
  /// each path, such as `path_1_7`, `…_position`, `…_logits`, `…_log_probabilities`, and for `naive`
  /// and `stable` each `…_probabilities_RULE`, `…_log10_euclidean_RULE`, `…_log10_fisher_RULE`,
  /// `…_log10_singular_logits_RULE` and `…_log10_singular_probabilities_RULE`: decimal logarithms, −∞
  /// for 0 and NaN for what is none.
  ///
  /// - Throws: `DataError` where a file cannot be written; nothing is left half-written.
  public func write(_ finding: Analysis.Finding) throws {
    var builder = NPZBuilder()
    let stimuli = finding.record.stimuli
    if let first = finding.dissimilarities.first {
      builder.add("labels", NPYArray(first.labels, shape: [stimuli]))
      builder.add("order", NPYArray(first.order, shape: [stimuli]))
    }
    for (layer, matrix) in zip(finding.record.layers, finding.dissimilarities) {
      let name = layer.name == "logits" ? "logits" : String(layer.name.drop { !$0.isNumber })
      builder.add("dissimilarity_\(name)", NPYArray(matrix.values))
    }
    for (record, path) in zip(finding.record.paths, finding.paths) {
      add(path, "path_\(record.source)_\(record.target)", to: &builder)
    }
    try builder.write(to: path + "/" + Self.arraysName)
    try RunFolder.write(finding.record, to: path + "/" + Self.recordName)
  }

  private func add(_ path: Analysis.Path, _ name: String, to builder: inout NPZBuilder) {
    func table(_ rows: [[Double]]) -> NPYArray {
      NPYArray(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])
    }
    func column(_ values: [Double]) -> NPYArray { NPYArray(values, shape: [values.count]) }
    builder.add("\(name)_position", column(path.stable.map(\.position)))
    builder.add("\(name)_logits", table(path.stable.map(\.logits)))
    builder.add("\(name)_log_probabilities", table(path.stable.map(\.logProbabilities)))
    for (rule, points) in [("naive", path.naive), ("stable", path.stable)] {
      builder.add("\(name)_probabilities_\(rule)", table(points.map(\.probabilities)))
      builder.add("\(name)_log10_euclidean_\(rule)", column(points.map(\.euclideanLength.log10)))
      builder.add("\(name)_log10_fisher_\(rule)", column(points.map(\.fisherLength.log10)))
      builder.add(
        "\(name)_log10_singular_logits_\(rule)",
        table(points.map { $0.logitSingularValues.map(\.log10) }))
      builder.add(
        "\(name)_log10_singular_probabilities_\(rule)",
        table(points.map { $0.probabilitySingularValues.map(\.log10) }))
    }
  }
}
