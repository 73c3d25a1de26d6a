import PlateauData

/// The folder of a training run: complete, readable, and never half-written.
public struct RunFolder: Sendable, Hashable {
  /// The path of the folder.
  public let path: String

  /// Names a folder; nothing is read or written yet.
  public init(_ path: String) {
    self.path = path
  }

  /// Everything that determines the run.
  public var configuration: String { path + "/config.yaml" }
  /// What it ran on, and the checksum of its data.
  public var environment: String { path + "/environment.json" }
  /// One line for each epoch.
  public var metrics: String { path + "/metrics.jsonl" }
  /// Where checkpoints go.
  public var checkpoints: String { path + "/checkpoints" }
  /// The latest checkpoint.
  public var checkpoint: String { checkpoints + "/latest.safetensors" }
  /// The trained network; there once the run is finished.
  public var model: String { path + "/model.safetensors" }
  /// The folder of the report.
  public var report: String { path + "/report" }

  /// Whether the folder holds a run, finished or not.
  public var holdsRun: Bool { FileBytes.isFile(configuration) }
  /// Whether the run in it is finished.
  public var isFinished: Bool { FileBytes.isFile(model) }

  /// Refuses a folder that holds a run, or files of anything else.
  ///
  /// - Parameter beginnings: What is made before the file by which a folder is known, and stays
  ///   behind when the process is killed in between.
  /// - Throws: `ExperimentError` where the folder is in use, `DataError` where it cannot be listed.
  func requireUnused(beginnings: [String] = ["checkpoints", "environment.json"]) throws {
    if holdsRun {
      throw ExperimentError(
        .folder,
        "'\(path)' holds another run. Continue it with --resume, or choose another output folder.")
    }
    guard FileBytes.isFolder(path) else { return }
    let others = try Folder.names(in: path).filter {
      !$0.contains(".partial-") && !beginnings.contains($0)
    }
    if let first = others.first {
      throw ExperimentError(
        .folder,
        "'\(path)' holds '\(first)' and is no run of Plateau. Choose another output folder.")
    }
  }

  /// Removes what killed processes were writing.
  func removePartialFiles() throws {
    for folder in [path, checkpoints] where FileBytes.isFolder(folder) {
      for name in try Folder.names(in: folder) where name.contains(".partial-") {
        try Folder.remove("\(folder)/\(name)")
      }
    }
  }
}
