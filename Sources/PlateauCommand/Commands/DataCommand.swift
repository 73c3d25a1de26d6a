import ArgumentParser
import Plateau

/// `plateau data`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Datasets: what is there, and whether it is intact.",
    subcommands: [DataList.self, DataInfo.self, DataVerify.self, DataExport.self])
}

/// Where named datasets are looked for.
struct DataDirectoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where mnist and cifar10 are looked for before PLATEAU_DATA and ~/.cache/plateau.",
      valueName: "folder"))
  var dataDir: String?

  var catalog: DatasetCatalog { DatasetCatalog(dataDirectory: dataDir) }
}

/// `plateau data list`.
struct DataList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The datasets that have a name, and where they are.")

  @OptionGroup var directory: DataDirectoryOption

  func run() throws {
    let catalog = directory.catalog
    for dataset in KnownDataset.allCases {
      let place =
        dataset.isBuiltIn
        ? "built in"
        : catalog.folder(of: dataset)?.path ?? "not found (looked in "
          + catalog.places.map(\.path).joined(separator: ", ") + ")"
      print("\(NumberText.padded(dataset.rawValue, 8))  \(dataset.summary)")
      print("          \(place)")
    }
  }
}

/// `plateau data info`.
struct DataInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Counts, shape, classes and checksum of a dataset.")

  @Argument(help: "strokes, mnist, cifar10, a folder with IDX or CIFAR-10 files, or an npz file.")
  var dataset: String

  @OptionGroup var directory: DataDirectoryOption

  func run() throws {
    try DataOptions.check(directory.dataDir, for: dataset)
    let dataset = try directory.catalog.load(
      dataset, arrays: ArrayFormat(allowsOtherBounds: false))
    for note in dataset.notes { DataOptions.say(note) }
    StandardOutput.write(table: [
      ["name", dataset.name], ["shape", "\(dataset.shape)"],
      ["classes", "\(dataset.classCount)"],
      ["training examples", "\(dataset.training.count)"],
      ["test examples", "\(dataset.test.count)"], ["checksum", dataset.checksum],
    ])
    print("")
    let classes = (0..<dataset.classCount).map(String.init)
    StandardOutput.write(table: [
      ["examples of class"] + classes,
      ["training"] + dataset.training.classCounts.map(String.init),
      ["test"] + dataset.test.classCounts.map(String.init),
    ])
  }
}

/// `plateau data verify`.
struct DataVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Compares a dataset with the checksums on record.",
    discussion: """
      The exit status is 1 if a part is missing, damaged or another than expected, or if nothing \
      is on record to compare it with, as for CIFAR-10.
      """)

  @Argument(
    help: "strokes, mnist, cifar10, or a folder whose files should be those of MNIST or CIFAR-10.")
  var dataset: String

  @OptionGroup var directory: DataDirectoryOption

  func run() throws {
    try DataOptions.check(directory.dataDir, for: dataset)
    var isIntact = true
    for part in try directory.catalog.verify(dataset) {
      let finding =
        if let problem = part.problem {
          problem
        } else if let expected = part.expected {
          part.matches == true
            ? "intact" : "differs: found \(part.found ?? "–"), expected \(expected)"
        } else {
          "not confirmed: found \(part.found ?? "–"), but no checksum of the original is on record"
        }
      isIntact = isIntact && part.matches == true
      print("\(part.part)  \(finding)")
    }
    if !isIntact { throw ExitCode(1) }
  }
}
