import ArgumentParser
import Plateau

/// `plateau attack`.
struct Attack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Attack a model; success is judged on the real network in Double.",
    discussion: """
      Every attack only proposes: proposals are rounded to Float, moved inside the ball and the \
      box, and evaluated again. An example is classified correctly if its label has a larger logit \
      than all other classes; one that is not from the start is not robust, and no success of an \
      attack either. With --output, adversarial.npz holds x, y and correct, and x_NAME and \
      success_NAME of each attack, and attack.json the results.

      An option that none of the attacks uses is refused. Every attack takes --precision and \
      --targeted, and --seed, even where it draws no random numbers.
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Attacks, separated by commas: \(AttackPlan.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "names"))
  var attack: String

  @Option(help: ArgumentHelp("\(Norm.choices).", valueName: "norm"))
  var norm: Norm = .lInfinity

  @Option(
    help: ArgumentHelp(
      "The largest perturbation, in units of the input, such as 0.1 or 8/255.", valueName: "size"))
  var epsilon: String

  @OptionGroup var gradient: GradientOptions

  @Option(
    help: ArgumentHelp(
      "The steps of each start, or the queries; each attack has its own number.", valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "The starts; pgd has 5, of which all but the first are random, others 1.", valueName: "n"))
  var restarts: Int?

  @Option(
    help: ArgumentHelp(
      "The size of the steps of pgd and bim in units of epsilon; 0.25 unless given.",
      valueName: "ratio"))
  var relativeStep: Double?

  @Flag(help: "Lets pgd's steps shrink linearly to 0.")
  var decay = false

  @Option(
    help: ArgumentHelp("Aims at a class: next, least-likely or all.", valueName: "targets"))
  var targeted: TargetChoice?

  @Flag(help: "Goes on after a success, for the smallest perturbation.")
  var smallest = false

  @Flag(help: "Runs every step for every example, as peers do, instead of leaving early.")
  var everyStep = false

  @Option(help: ArgumentHelp("The seed of random starts.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where results go.", valueName: "folder"))
  var output: String?

  @Flag(help: "Takes the outcomes that the output folder has already.")
  var resume = false

  @Flag(help: "Prints JSON.") var json = false
  @OptionGroup var options: RunOptions

  func validate() throws {
    _ = try size()
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("--steps is \(steps); give a number from 1 to 1000000.")
    }
    if let restarts, !(1...65_536).contains(restarts) {
      throw ValidationError("--restarts is \(restarts); give a number from 1 to 65536.")
    }
    if let relativeStep, !(relativeStep > 0 && relativeStep.isFinite) {
      throw ValidationError("--relative-step is \(relativeStep); give a positive number.")
    }
    guard !resume || output != nil else {
      throw ValidationError("--resume needs --output, the folder to continue in.")
    }
    try checkUse(by: try kinds())
  }

  private func size() throws -> Double { try EpsilonOption.one(epsilon, of: "attack") }

  /// The settings that were given, with their options.
  private var given: [(setting: AttackPlan.Setting, option: String)] {
    let all: [(Bool, AttackPlan.Setting, String)] = [
      (gradient.gradient != nil, .gradient, "--gradient"), (gradient.loss != nil, .loss, "--loss"),
      (steps != nil, .steps, "--steps"), (restarts != nil, .restarts, "--restarts"),
      (relativeStep != nil, .relativeStep, "--relative-step"), (decay, .decay, "--decay"),
      (smallest, .smallest, "--smallest"), (everyStep, .everyStep, "--every-step"),
    ]
    return all.filter(\.0).map { ($0.1, $0.2) }
  }

  /// Refuses what none of the attacks uses.
  private func checkUse(by kinds: [AttackPlan.Kind]) throws {
    for (setting, option) in given where !kinds.contains(where: { $0.uses(setting) }) {
      throw ValidationError(
        "\(option) makes no difference to \(Self.listed(kinds, "or")). Leave it out; it is for "
          + "\(Self.listed(setting.users, "and")).")
    }
  }

  /// Refuses a loss that is constant, or says little, of so few classes.
  private func checkLoss(classes: Int) throws {
    let least = targeted == nil ? 3 : 4
    guard gradient.loss == .logitRatio, classes < least else { return }
    throw ExperimentError(
      .mismatch,
      "--loss logitRatio needs \(least) classes\(targeted == nil ? "" : " towards a target"), but the "
        + "model has \(classes). Give --loss margin.")
  }

  private static func listed(_ kinds: [AttackPlan.Kind], _ conjunction: String) -> String {
    let names = kinds.map(\.rawValue)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  private func kinds() throws -> [AttackPlan.Kind] {
    let known = AttackPlan.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    var kinds: [AttackPlan.Kind] = []
    for name in attack.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = AttackPlan.Kind(named: String(name)) else {
        let near = AttackPlan.Kind.near(String(name))
        throw ValidationError(
          "There is no attack '\(name)'\(near.isEmpty ? "" : "; there is \(Self.listed(near, "and"))"). "
            + "Attacks: \(known).")
      }
      guard !kinds.contains(kind) else {
        throw ValidationError("--attack names '\(name)' twice; name each attack once.")
      }
      kinds.append(kind)
    }
    return kinds
  }

  func run() throws {
    let loaded = try model.attacked(writing: output == nil ? nil : "adversarial.npz")
    try checkLoss(classes: loaded.subject.model.classCount)
    let threat = ThreatModel(norm: norm, epsilon: try size(), bounds: loaded.bounds)
    // The smallest perturbations are looked for in balls as large as can be.
    if !smallest { EpsilonOption.doubt([threat], features: loaded.examples.shape.count) }
    let plan = AttackPlan(
      try kinds(), within: threat,
      gradient: try gradient.gradients(), precision: gradient.precision,
      loss: gradient.loss ?? .crossEntropy,
      steps: steps, restarts: restarts, relativeStep: relativeStep ?? 0.25, decays: decay,
      targets: targeted, leavesEarly: !everyStep, keepsSmallest: smallest, seed: seed)
    // Before the work, so that a folder that cannot be written costs no time.
    let folder = try output.map { try AttackFolder($0, resumes: resume) }
    let study = try AttackStudy(
      loaded.subject, on: loaded.examples,
      stored: try folder?.evaluation(
        of: loaded.subject, on: loaded.examples, workers: options.workers),
      workers: options.workers)
    let decisions = study.decisions()
    StandardError.warn(of: decisions, loaded, options.workers)
    Interruption.listen()
    let progress = options.progress
    let meter = WorkMeter()
    meter.onAdvance = { [unowned meter] in progress.update(meter.share) { meter.activity } }
    let findings = try study.run(plan, meter: meter) { activity in
      progress.update(meter.share) { activity }
      return !Interruption.isRequested
    }
    progress.clear()
    guard let findings else { throw Interruption.stopped(output) }
    var report = AttackReport(
      model: loaded.subject.name, data: loaded.dataset.name, findings: findings,
      decisions: decisions)
    report.draws = loaded.subject.draws
    report.queries = loaded.subject.queries
    try folder?.write(report, examples: loaded.examples, findings: findings)
    if json { try StandardOutput.write(json: report) } else { show(report) }
  }

  private func show(_ report: AttackReport) {
    var rows = [["", "robust accuracy", "successes", "zero gradients", "inconclusive"]]
    rows.append(["clean", NumberText.percent(report.cleanAccuracy)])
    for attack in report.attacks {
      rows.append([
        attack.title,
        NumberText.percent(attack.robustAccuracy), "\(attack.successes)",
        "\(attack.zeroGradients)", "\(attack.inconclusive)",
      ])
    }
    rows.append(["worst case", NumberText.percent(report.worstCase.robustAccuracy)])
    StandardOutput.write(table: rows)
    StandardOutput.write(
      notes: DecisionNotes.sentences(
        ties: report.ties, notFinite: report.notFinite, of: report.examples))
  }
}
