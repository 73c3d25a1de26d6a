import PlateauCertification
public import PlateauData
import PlateauNumerics

/// The folder of a certification: its record, and the counterexamples.
public struct CertificationFolder: Sendable {
  /// The path of the folder.
  public let path: String

  /// The names of its files.
  static let names = ["certificate.json", "counterexamples.npz", "counterexample.txt"]

  /// Makes the folder, or takes one without results in it.
  ///
  /// - Throws: `ExperimentError` where it holds results, `DataError` where it cannot be made.
  public init(_ path: String) throws {
    self.path = path
    try Folder.create(path)
    for name in Self.names where FileBytes.isFile(path + "/" + name) {
      throw ExperimentError(
        .folder, "'\(path)/\(name)' is there already. Choose another output folder.")
    }
  }

  /// The record.
  public var record: String { path + "/" + Self.names[0] }
  /// The counterexamples as arrays.
  public var arrays: String { path + "/" + Self.names[1] }
  /// The counterexample of a property as text.
  public var text: String { path + "/" + Self.names[2] }

  /// Writes the record of examples, and `counterexamples.npz` with `x` in double precision and in the
  /// shape and order of the data, `y`, the true classes, and `index`, their places among the examples.
  ///
  /// - Throws: `DataError` with the system's reason; nothing is left half-written.
  public func write(_ finding: DataCertification.Finding, of examples: Examples) throws {
    let indices = finding.counterexamples.keys.sorted()
    var builder = NPZBuilder()
    let values = Matrix(
      rows: indices.count, columns: examples.shape.count,
      elements: indices.flatMap { finding.counterexamples[$0] ?? [] })
    builder.add("x", examples.array(of: values))
    builder.add("y", NPYArray(indices.map { examples.labels[$0] }, shape: [indices.count]))
    builder.add("index", NPYArray(indices, shape: [indices.count]))
    try builder.write(to: arrays)
    try RunFolder.write(finding.report, to: record)
  }

  /// Writes the record of a property, and of a counterexample `counterexamples.npz` with `x` and
  /// `outputs` in the shapes of the model's file, and `counterexample.txt` in the form of the
  /// competition.
  ///
  /// - Throws: `DataError` with the system's reason; nothing is left half-written.
  public func write(_ finding: PropertyVerification.Finding) throws {
    if let found = finding.counterexample {
      var builder = NPZBuilder()
      builder.add("x", NPYArray(found.input, shape: [1] + found.inputSides))
      builder.add("outputs", NPYArray(found.outputs, shape: [1] + found.outputSides))
      try builder.write(to: arrays)
      try AtomicFile.write(Array(found.text.utf8), to: text)
    }
    try RunFolder.write(finding.report, to: record)
  }
}

extension PropertyVerification.Counterexample {
  /// The form of the competition: `sat`, and each variable with its value.
  var text: String {
    let inputs = input.enumerated().map { "(X_\($0.offset) \($0.element))" }
    let outputs = outputs.enumerated().map { "(Y_\($0.offset) \($0.element))" }
    return "sat\n(" + (inputs + outputs).joined(separator: "\n") + ")\n"
  }
}
