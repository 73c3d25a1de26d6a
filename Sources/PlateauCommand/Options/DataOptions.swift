import ArgumentParser
import Plateau

/// Which examples, and where to look for them.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A dataset: strokes (built in), mnist, cifar10, a folder with IDX or CIFAR-10 files, or an "
        + "npz file.",
      valueName: "name"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Where mnist and cifar10 are looked for before PLATEAU_DATA and ~/.cache/plateau.",
      valueName: "folder"))
  var dataDir: String?

  /// Reads the dataset.
  func load(
    default name: String, arrays format: ArrayFormat = ArrayFormat(allowsOtherBounds: false)
  ) throws -> Dataset {
    try load(data ?? name, arrays: format)
  }

  /// Reads a dataset of a name or path, and shows what is to be said of it.
  func load(
    _ source: String, arrays format: ArrayFormat = ArrayFormat(allowsOtherBounds: false)
  ) throws -> Dataset {
    try Self.check(dataDir, for: source)
    let dataset = try Dataset.load(source, dataDirectory: dataDir, arrays: format)
    for note in dataset.notes { Self.say(note) }
    return dataset
  }

  /// Says a sentence about data as a note.
  static func say(_ note: String) {
    StandardError.remark(.note, note.prefix(1).lowercased() + note.dropFirst())
  }

  /// Refuses a folder to look in for what is not looked for.
  static func check(_ dataDir: String?, for source: String) throws {
    guard let dataDir, !DatasetCatalog.looksFor(source) else { return }
    throw ExperimentError(
      .mismatch,
      "--data-dir \(dataDir) says where mnist and cifar10 are looked for, but the data is "
        + "'\(source)'. Leave it out.")
  }
}
