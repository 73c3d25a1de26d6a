import ArgumentParser
import Plateau

/// `plateau data export`.
struct DataExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a dataset for NumPy.",
    discussion: """
      The npz file holds x_train and x_test, float32, of shape [examples, channels, height, width] (without \
      the channel where there is one, and the height where it is 1), and the classes y_train and y_test. It \
      is a dataset itself, which all commands take.
      """)

  @Argument(help: "strokes, mnist, cifar10, a folder with IDX or CIFAR-10 files, or an npz file.")
  var dataset: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The npz file.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("Takes the first n examples of each part.", valueName: "n"))
  var count: Int?

  @OptionGroup var directory: DataDirectoryOption
  @OptionGroup var options: RunOptions

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("--count is \(count); give a number of examples, 1 or more.")
    }
    guard output.hasSuffix(".npz") else {
      throw ValidationError("--output is '\(output)'; give a name that ends in .npz.")
    }
  }

  func run() throws {
    try DataOptions.check(directory.dataDir, for: dataset)
    let dataset = try directory.catalog.load(
      dataset, arrays: ArrayFormat(allowsOtherBounds: false))
    for note in dataset.notes { DataOptions.say(note) }
    var builder = NPZBuilder()
    var rows = [["", "examples", "shape"]]
    for (name, all) in [("train", dataset.training), ("test", dataset.test)] where !all.isEmpty {
      let examples = count.map { all.prefix($0) } ?? all
      builder.add("x_\(name)", examples.array(of: examples.inputs))
      builder.add("y_\(name)", NPYArray(examples.labels, shape: [examples.count]))
      rows.append([name, "\(examples.count)", "\(examples.shape)"])
    }
    try builder.write(to: output)
    StandardOutput.write(table: rows)
  }
}
