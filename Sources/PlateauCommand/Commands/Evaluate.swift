import ArgumentParser
import Plateau

/// `plateau evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accuracy, per class, confusion matrix, calibration.",
    discussion: """
      An example is classified correctly if its label has a larger logit than all other classes, in \
      Double; a tie is an error, and so is a logit that is not finite.
      """)

  @OptionGroup var model: ModelOptions
  @Flag(help: "Prints JSON.") var json = false
  @OptionGroup var options: RunOptions

  func run() throws {
    let loaded = try model.load()
    let finding = try Evaluation(loaded.network, on: loaded.examples, workers: options.workers)
      .finding(model: model.model, data: loaded.dataset.name)
    var record = finding.record
    record.draws = loaded.model.draws
    StandardError.warn(of: finding.decisions, loaded.attacked, options.workers)
    if json { return try StandardOutput.write(json: record) }
    StandardOutput.write(table: [
      ["examples", "\(record.examples)"],
      ["accuracy", NumberText.fixed(100 * record.accuracy, 2) + " %"],
      ["cross-entropy", NumberText.fixed(record.crossEntropy, 4)],
      ["expected calibration error", NumberText.fixed(record.expectedCalibrationError, 4)],
    ])
    StandardOutput.write(
      notes: DecisionNotes.sentences(
        ties: record.ties, notFinite: record.notFinite, of: record.examples))
    print("\nAccuracy by class, and the examples of each class (row) given each class (column):")
    let header = ["class", "accuracy"] + record.classes.map { "\($0.label)" }
    StandardOutput.write(
      table: [header]
        + record.classes.map { item in
          ["\(item.label)", item.accuracy.map(NumberText.percent) ?? "–"]
            + record.confusion[item.label].map(String.init)
        })
    print("\nCalibration:")
    StandardOutput.write(
      table: [["confidence", "examples", "mean", "accuracy"]]
        + record.calibration.filter { $0.examples > 0 }.map { bin in
          [
            "\(NumberText.fixed(bin.lower, 1))–\(NumberText.fixed(bin.upper, 1))",
            "\(bin.examples)", bin.confidence.map(NumberText.percent) ?? "–",
            bin.accuracy.map(NumberText.percent) ?? "–",
          ]
        })
  }
}
