import ArgumentParser
import Plateau

/// `plateau train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network, with checkpoints.",
    discussion: """
      What determines the run comes from a preset or a YAML file, changed by --set. The run folder \
      holds config.yaml, environment.json, metrics.jsonl, checkpoints/ and, at the end, \
      model.safetensors. Ctrl-C saves a checkpoint; --resume goes on from the latest one to the \
      same bits as an uninterrupted run.
      """)

  @Argument(help: "A YAML configuration; or give --preset.")
  var config: String?

  @Option(
    help: ArgumentHelp(
      "One of \(Preset.all.map(\.name).joined(separator: ", ")).", valueName: "name"))
  var preset: String?

  @OptionGroup var data: DataOptions

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Changes a value of the configuration; may be repeated.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "n"))
  var seed: UInt64?

  @Option(name: .shortAndLong, help: ArgumentHelp("The run folder.", valueName: "folder"))
  var output: String

  @Flag(help: "Continues the run in the folder; a new one is started if there is none.")
  var resume = false

  @OptionGroup var options: RunOptions

  func validate() throws {
    if config != nil && preset != nil {
      throw ValidationError("Give a configuration or --preset, not both.")
    }
    for (option, key) in [(seed.map { "\($0)" }, "seed"), (data.data, "data.source")]
    where option != nil {
      guard let other = overrides.first(where: { $0.hasPrefix(key + "=") }) else { continue }
      throw ValidationError(
        "--\(key == "seed" ? key : "data") and --set \(other) set the same value. Give one of them."
      )
    }
    if config == nil && preset == nil && !resume {
      throw ValidationError(
        "Give a configuration file, or --preset with one of "
          + "\(Preset.all.map(\.name).joined(separator: ", ")).")
    }
  }

  func run() throws {
    Interruption.listen()
    let folder = RunFolder(output)
    let configuration = try configuration(of: folder)
    let dataset = try data.load(configuration.data.source)
    let attack =
      configuration.training.needsAttack
      ? FastGradientTraining(epsilon: configuration.attackEpsilon) : nil
    let run = try TrainingRun(
      folder, configuration: configuration, data: try StudyData(dataset, configuration.data),
      attack: attack, resumes: resume, workers: options.workers)
    let display = TrainingDisplay(options.progress, totalSteps: run.totalSteps)
    if run.firstStep > 0 {
      display.note("Continuing after step \(run.firstStep) of \(run.totalSteps).")
    }
    let outcome = try run.run { progress in
      display.show(progress)
      return !Interruption.isRequested
    }
    display.clear()
    try finish(outcome, run)
  }

  private func configuration(of folder: RunFolder) throws -> RunConfiguration {
    var overrides = overrides
    if let seed { overrides.append("seed=\(seed)") }
    if let source = data.data { overrides.append("data.source=\"\(source)\"") }
    if let config { return try RunConfiguration(contentsOf: config, overrides: overrides) }
    guard let preset else {
      return try RunConfiguration(contentsOf: folder.configuration, overrides: overrides)
    }
    let start = try Preset.named(preset).configuration()
    return try RunConfiguration(yaml: start.yaml, named: preset, overrides: overrides)
  }

  private func finish(_ outcome: TrainingRun.Outcome, _ run: TrainingRun) throws {
    switch outcome {
    case .finished:
      guard let last = run.epochs.last else { return }
      var rows = [["model", run.folder.model], ["epochs", "\(run.epochs.count)"]]
      rows.append(["training accuracy", NumberText.percent(last.trainingAccuracy)])
      if let accuracy = last.validationAccuracy {
        rows.append(["validation accuracy", NumberText.percent(accuracy)])
      }
      if let accuracy = last.boundedAccuracy {
        rows.append(["validation, by bounds", NumberText.percent(accuracy)])
      }
      rows.append(["saturated fraction", NumberText.percent(last.saturatedFraction)])
      StandardOutput.write(table: rows)
    case .interrupted(let step):
      StandardError.write(
        "Stopped after step \(step) of \(run.totalSteps); a checkpoint is saved. Continue with:\n"
          + "  plateau train --output \(output) --resume"
          + (data.dataDir.map { " --data-dir \($0)" } ?? "") + "\n")
      throw ExitCode(1)
    }
  }
}
