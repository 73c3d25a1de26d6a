import PlateauData
import PlateauFormats
import PlateauNetworks

/// A training run as a report shows it.
public struct RunRecord: Codable, Sendable, Hashable {
  /// The name of its folder.
  public var name: String
  /// Its configuration, as YAML.
  public var configuration: String
  /// What it ran on.
  public var environment: RunEnvironment
  /// One record for each epoch.
  public var epochs: [EpochRecord]
  /// The weights of each layer of the network kept.
  public var weights: [LayerRecord]
  /// The attacks on it, where there are results in the folder.
  public var attacks: AttackReport?

  /// Reads a finished run.
  ///
  /// - Parameter folder: The folder that `plateau train` wrote; results of `plateau attack` are
  ///   taken from its subfolder `attack`.
  /// - Throws: `ExperimentError` where there is no finished run, `DataError` and `FormatError` where
  ///   a file cannot be read.
  public init(_ folder: RunFolder) throws {
    let model = try LoadedModel(folder.path)
    name = folder.path.split(separator: "/").last.map(String.init) ?? folder.path
    configuration = model.configuration ?? ""
    environment = try folder.readEnvironment()
    epochs = try folder.readMetrics()
    weights = ModelStatistics(model.network).weights
    let results = folder.path + "/attack/attack.json"
    attacks =
      FileBytes.isFile(results)
      ? try RunFolder.decode(AttackReport.self, try FileBytes.read(results), results) : nil
  }
}
