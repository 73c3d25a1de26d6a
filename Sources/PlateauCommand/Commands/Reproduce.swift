import ArgumentParser
import Plateau

/// `plateau reproduce`.
struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train, attack and compare the paper's networks, and write the report.",
    discussion: """
      Trains vanilla, adversarially trained and saturating networks, attacks them with the \
      gradients of a usual framework and with stable and softened ones, and writes a report with \
      both side by side. Ctrl-C keeps everything finished; --resume goes on.
      """)

  @OptionGroup var data: DataOptions

  @Flag(help: "Trains shortly and attacks few examples: a few minutes.")
  var quick = false

  @Flag(
    help: ArgumentHelp(
      "Trains and attacks six convolutional networks as well (their rows of the tables, and Figure 8), and "
        + "depthwise networks and transformers with a table of their own; about an hour longer."))
  var full = false

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Trains and attacks the networks again with this many seeds in all, for means and standard "
        + "deviations.", valueName: "n"))
  var seeds = 1

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where everything goes.", valueName: "folder"))
  var output: String = "runs/reproduction"

  @Flag(help: "Continues the reproduction in the folder; a new one is started if there is none.")
  var resume = false

  @Flag(help: "Prints the record as JSON.") var json = false
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard !(quick && full) else {
      throw ValidationError(
        "--quick takes minutes and --full more than an hour; they exclude each other. Give one of "
          + "them, or neither for the normal reproduction.")
    }
    guard (1...100).contains(seeds) else {
      throw ValidationError("--seeds is \(seeds); a number from 1 to 100 is needed.")
    }
  }

  func run() throws {
    Interruption.listen()
    let folder = ReproductionFolder(output)
    let dataset = try data.load(default: "strokes")
    let reproduction = try Reproduction(
      folder, plan: ReproductionPlan(isQuick: quick, isFull: full, seed: seed, seeds: seeds),
      dataset: dataset, resumes: resume, workers: options.workers)
    let display = ReproductionDisplay(options.progress)
    let record = try reproduction.run { progress in
      display.show(progress)
      return !Interruption.isRequested
    }
    display.clear()
    guard let record else {
      StandardError.write(
        "Stopped; what is finished is kept. Continue with:\n  plateau reproduce --output \(output)"
          + "\(quick ? " --quick" : "")\(full ? " --full" : "")"
          + "\(seed == 0 ? "" : " --seed \(seed)")\(seeds == 1 ? "" : " --seeds \(seeds)")"
          + "\(data.data.map { " --data \($0)" } ?? "")"
          + "\(data.dataDir.map { " --data-dir \($0)" } ?? "") --resume\n"
      )
      throw ExitCode(1)
    }
    try ReproductionReport(record).write(to: folder.report)
    if json { return try StandardOutput.write(json: record) }
    show(record)
    print("\nReport: \(folder.report)/index.html")
  }

  private func show(_ record: ReproductionRecord) {
    let epsilons = record.models.first?.robustness.map(\.epsilon) ?? []
    for epsilon in epsilons {
      print("Error at ε = \(epsilon):")
      var rows = [["", "clean", "naive FGSM", "stable", "swept", "worst case", "zero gradients"]]
      for model in record.models {
        guard let robustness = model.robustness.first(where: { $0.epsilon == epsilon }) else {
          continue
        }
        let attacked = Double(robustness.fgsmExamples ?? record.testExamples)
        rows.append([
          model.name, NumberText.percent(1 - model.cleanAccuracy),
          NumberText.percent(robustness.naiveFGSM.error),
          NumberText.percent(robustness.stableFGSM.error),
          NumberText.percent(robustness.sweptFGSM.error),
          NumberText.percent(1 - robustness.worstCase),
          NumberText.percent(Double(robustness.naiveFGSM.zeroGradients) / attacked),
        ])
      }
      StandardOutput.write(table: rows)
      print("")
    }
    let examples = record.models.first?.robustness.first?.worstCaseExamples ?? 0
    print(
      "FGSM on \(record.testExamples) test examples; the worst case is that over every attack, "
        + "PGD over\nthe softness sweep among them, on the first \(examples).")
    if let plan = record.convolutional {
      print(
        "Of convolutional networks FGSM is on the first \(plan.fgsmExamples), the worst case on the "
          + "first \(plan.attackedExamples).")
    }
    if let study = record.certification { show(study) }
  }

  private func show(_ study: CertificationStudyRecord) {
    print("\nCertified at ε = \(study.epsilon), of the first \(study.examples) test examples:")
    var rows = [["", "clean", "attacked", "certified", "stable units"]]
    for model in study.models {
      rows.append([
        model.name, NumberText.percent(model.cleanAccuracy),
        NumberText.percent(model.attackedAccuracy), NumberText.percent(model.certifiedAccuracy),
        NumberText.percent(model.units.stable),
      ])
    }
    StandardOutput.write(table: rows)
  }
}
