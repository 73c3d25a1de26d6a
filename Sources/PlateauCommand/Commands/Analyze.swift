import ArgumentParser
import Plateau

/// `plateau analyze`.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Weights, activities, dissimilarities, Jacobians and length elements of a model.",
    discussion: """
      What needs gradients is measured twice: naive in Float, as a usual framework rounds, and stable \
      in Double, where nothing underflows. Activities are taken at all examples, dissimilarities at \
      the first 500 and Jacobians at the first 100 of them. Of layers too wide for that, as those of \
      convolutions, the dimensions of activities are taken at fewer examples, and Jacobians by random \
      probes with a standard error; tables and JSON say so.

      With --output, analysis.json holds the record, and analysis.npz the dissimilarity matrices \
      and the paths.
      """)

  @OptionGroup var model: ModelOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Where results go.", valueName: "folder"))
  var output: String?

  @Flag(help: "Prints JSON.") var json = false
  @OptionGroup var options: RunOptions

  func run() throws {
    let loaded = try model.load()
    // Before the work, so that a folder that cannot be written costs no time.
    let folder = try output.map { try AnalysisFolder($0) }
    let analysis = try Analysis(
      loaded.network, on: loaded.examples, without: loaded.model.writtenOut,
      workers: options.workers)
    Interruption.listen()
    let progress = options.progress
    var done = 0
    let finding = try analysis.run(model: model.model, data: loaded.dataset.name) { activity in
      progress.update(Double(done) / Double(analysis.parts)) { activity }
      done += 1
      return !Interruption.isRequested
    }
    progress.clear()
    guard let finding else {
      StandardError.write("Stopped; nothing is kept.\n")
      throw ExitCode(1)
    }
    try folder?.write(finding)
    if json {
      try StandardOutput.write(json: finding.record)
    } else {
      AnalysisDisplay(finding.record).show()
    }
  }
}
