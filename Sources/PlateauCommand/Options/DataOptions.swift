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
      "Where named datasets are looked for before PLATEAU_DATA and ~/.cache/plateau.",
      valueName: "folder"))
  var dataDir: String?

  /// Reads the dataset.
  func load(default name: String, arrays format: ArrayFormat = ArrayFormat()) throws -> Dataset {
    try Dataset.load(data ?? name, dataDirectory: dataDir, arrays: format)
  }
}
