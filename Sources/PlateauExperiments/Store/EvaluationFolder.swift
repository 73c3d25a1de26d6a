import PlateauData
import PlateauNetworks
import PlateauNumerics

/// A folder in which outcomes of attacks are kept beside the results made of them.
struct EvaluationFolder: Sendable {
  let path: String
  private let store: EvaluationStore

  /// Makes the folder, or takes one.
  ///
  /// - Parameters:
  ///   - path: The folder; made where it is missing.
  ///   - results: The files that must not be there unless it is resumed.
  ///   - resumes: Whether outcomes that are there are taken.
  /// - Throws: `ExperimentError` where it holds results or outcomes and is not to be resumed,
  ///   `DataError` where it cannot be made.
  init(_ path: String, results: [String], resumes: Bool) throws {
    self.path = path
    try Folder.create(path)
    for name in results + [EvaluationStore.fileName] where !resumes {
      let file = path + "/" + name
      guard !FileBytes.isFile(file) else {
        throw ExperimentError(
          .folder,
          "'\(file)' is there already. Continue it with --resume, or choose another output folder.")
      }
    }
    store = try EvaluationStore(path + "/" + EvaluationStore.fileName)
  }

  /// The evaluations of the model of a fingerprint on some examples.
  func evaluation(of fingerprint: String, on examples: Examples) -> StoredEvaluation {
    StoredEvaluation(store, model: fingerprint, on: examples, batchSize: Self.batchSize)
  }

  /// As many examples as two threads attack at a time.
  private static var batchSize: Int { 256 }
}
