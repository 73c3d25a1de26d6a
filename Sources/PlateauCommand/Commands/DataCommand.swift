import ArgumentParser
import Plateau

/// `plateau data`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Datasets: what is there, and whether it is intact.",
    subcommands: [DataList.self, DataInfo.self, DataVerify.self])
}

/// Where named datasets are looked for.
struct DataDirectoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where named datasets are looked for before PLATEAU_DATA and ~/.cache/plateau.",
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

  @Argument(help: "strokes, mnist, a folder with IDX files, or an npz file.")
  var dataset: String

  @OptionGroup var directory: DataDirectoryOption

  func run() throws {
    let dataset = try directory.catalog.load(dataset)
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
    discussion: "The exit status is 1 if a part is missing, damaged or another than expected.")

  @Argument(help: "strokes, mnist, or a folder whose files should be those of MNIST.")
  var dataset: String

  @OptionGroup var directory: DataDirectoryOption

  func run() throws {
    var isIntact = true
    for part in try directory.catalog.verify(dataset) {
      let finding: String
      if let problem = part.problem {
        finding = problem
      } else if part.matches == true {
        finding = "intact"
      } else {
        finding = "differs: found \(part.found ?? "–"), expected \(part.expected ?? "–")"
      }
      isIntact = isIntact && part.matches == true
      print("\(part.part)  \(finding)")
    }
    if !isIntact { throw ExitCode(1) }
  }
}
