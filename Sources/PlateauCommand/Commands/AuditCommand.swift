import ArgumentParser
import Plateau

/// `plateau audit`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Is this robustness real? Attacks, proofs and checks, and a verdict.",
    discussion: """
      Runs naive and stable attacks, softened gradients, attacks without gradients and bounds, \
      and checks the attacks themselves and the data. The verdict at each epsilon is the first \
      that holds: INCONCLUSIVE (the model is no better than a guess, or far less right than sure: \
      the data are wrong, and likely causes are named), ROBUST (bounds prove at least half of what \
      is classified correctly), MASKED (the lowest naive float accuracy exceeds the worst case by \
      10 points or more, and gradients are at fault), OVERESTIMATED (the same gap with sound \
      gradients: the usual attacks were too weak), BROKEN (the worst case is 10 % or less), \
      INCONCLUSIVE (a check fails), PLAUSIBLE. A certified example that an attack breaks is a bug \
      of Plateau: the status is 70 then.

      With --output, evaluation.sqlite keeps the outcome of every attack on every example, \
      audit.json the record, adversarial.npz an adversarial example for each one broken, which are \
      correct without an attack and which are certified, and index.html the report. --resume takes outcomes that are there already.
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: ArgumentHelp("\(Norm.choices).", valueName: "norm"))
  var norm: Norm = .lInfinity

  @Option(
    help: ArgumentHelp(
      "The largest perturbations, separated by commas, in units of the input, such as 0.1,0.25 or "
        + "8/255.",
      valueName: "sizes"))
  var epsilon: String

  @Flag(help: "Spends a tenth of the budget: for a first look.")
  var quick = false

  @Option(
    help: ArgumentHelp(
      "interval, crown, alpha-crown or complete: how robustness is proven; crown unless given, or interval where that takes long.",
      valueName: "method"))
  var certification: CertificationMethod?

  @Option(
    help: ArgumentHelp(
      "The seconds after which proving gives up an example; 60 unless given.",
      valueName: "seconds"))
  var certificationTimeout: Double?

  @Option(
    help: ArgumentHelp(
      "Ends with status 1 unless every verdict is this or a better one, in the order ROBUST, PLAUSIBLE, INCONCLUSIVE, OVERESTIMATED, MASKED, BROKEN.",
      valueName: "verdict"))
  var require: Verdict?

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: ArgumentHelp("Where results go.", valueName: "folder"))
  var output: String?

  @Flag(help: "Takes the outcomes that the output folder has already.")
  var resume = false

  @Flag(help: "Prints JSON: one record, or a list of them where there are several epsilons.")
  var json = false
  @OptionGroup var options: RunOptions

  func validate() throws {
    _ = try EpsilonOption.several(epsilon)
    if let certificationTimeout {
      guard certificationTimeout > 0, certificationTimeout.isFinite else {
        throw ValidationError(
          "--certification-timeout is \(certificationTimeout); give a positive number of seconds.")
      }
      guard certification == .complete else {
        throw ValidationError("--certification-timeout needs --certification complete.")
      }
    }
    guard !resume || output != nil else {
      throw ValidationError("--resume needs --output, the folder to continue in.")
    }
  }

  func run() throws {
    let loaded = try model.attacked(writing: output == nil ? nil : "adversarial.npz")
    let epsilons = try EpsilonOption.several(epsilon)
    EpsilonOption.doubt(
      epsilons.map { ThreatModel(norm: norm, epsilon: $0, bounds: loaded.bounds) },
      features: loaded.examples.shape.count)
    var plan =
      quick
      ? AuditPlan.quick(norm: norm, epsilons: epsilons, seed: seed)
      : AuditPlan(norm: norm, epsilons: epsilons, seed: seed)
    plan.bounds = loaded.bounds
    plan.certification = certification
    if let certificationTimeout { plan.certificationTimeout = certificationTimeout }
    // Before the work, so that a folder that cannot be written costs no time.
    let folder = try output.map { try AuditFolder($0, resumes: resume) }
    let stored = try folder?.evaluation(
      of: loaded.subject, on: loaded.examples, workers: options.workers)
    let audit = try Audit(
      loaded.subject, on: loaded.examples,
      named: loaded.dataset.name, plan: plan, substitute: loaded.dataset.training, stored: stored,
      workers: options.workers)
    Interruption.listen()
    let progress = options.progress
    let meter = WorkMeter()
    meter.onAdvance = { [unowned meter] in progress.update(meter.share) { meter.activity } }
    let findings = try audit.run(meter: meter) { activity in
      progress.update(meter.share) { activity }
      return !Interruption.isRequested
    }
    progress.clear()
    guard let findings else { throw Interruption.stopped(output) }
    let records = findings.map(\.record)
    try folder?.write(findings, examples: loaded.examples)
    if let folder { try AuditReport(records).write(to: folder.path) }
    if json {
      if records.count == 1 {
        try StandardOutput.write(json: records[0])
      } else {
        try StandardOutput.write(json: records)
      }
    } else {
      for record in records { AuditDisplay(record).show() }
    }
    // After everything is written: it is the evidence.
    for record in records { try record.requireConsistency() }
    if let require, !records.allSatisfy({ $0.verdict.meets(require) }) {
      StandardError.write("The verdict is not \(require.rawValue) or better.\n")
      throw ExitCode(1)
    }
  }
}
