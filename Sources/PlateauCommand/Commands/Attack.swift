import ArgumentParser
import Plateau

/// `plateau attack`.
struct Attack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Attack a model; success is judged on the real network in Double.",
    discussion: """
      Every attack only proposes: proposals are rounded to Float, moved inside the ball and the \
      box, and evaluated again. An example that was misclassified from the start counts as \
      broken. With --output, adversarial.npz holds x, y, and x_NAME and success_NAME of each \
      attack, and attack.json the results.
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Attacks, separated by commas: \(AttackPlan.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "names"))
  var attack: String

  @Option(help: ArgumentHelp("linf or l2.", valueName: "norm"))
  var norm: Norm = .lInfinity

  @Option(
    help: ArgumentHelp("The largest perturbation, in units of the input.", valueName: "size"))
  var epsilon: Double

  @OptionGroup var gradient: GradientOptions

  @Option(
    help: ArgumentHelp(
      "The steps of each start, or the queries; each attack has its own number.", valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "The starts; pgd has 5, of which all but the first are random, others 1.", valueName: "n"))
  var restarts: Int?

  @Option(help: ArgumentHelp("The size of pgd's steps in units of epsilon.", valueName: "ratio"))
  var relativeStep: Double = 0.25

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
    guard epsilon >= 0 && epsilon.isFinite else {
      throw ValidationError("--epsilon is \(epsilon); give a number, 0 or more.")
    }
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("--steps is \(steps); give a number from 1 to 1000000.")
    }
    if let restarts, !(1...65_536).contains(restarts) {
      throw ValidationError("--restarts is \(restarts); give a number from 1 to 65536.")
    }
    guard relativeStep > 0 && relativeStep.isFinite else {
      throw ValidationError("--relative-step is \(relativeStep); give a positive number.")
    }
    guard !resume || output != nil else {
      throw ValidationError("--resume needs --output, the folder to continue in.")
    }
    _ = try kinds()
  }

  private func kinds() throws -> [AttackPlan.Kind] {
    let known = AttackPlan.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    var kinds: [AttackPlan.Kind] = []
    for name in attack.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = AttackPlan.Kind(rawValue: String(name)) else {
        throw ValidationError("There is no attack '\(name)'. Attacks: \(known).")
      }
      guard !kinds.contains(kind) else {
        throw ValidationError("--attack names '\(name)' twice; name each attack once.")
      }
      kinds.append(kind)
    }
    return kinds
  }

  func run() throws {
    let loaded = try model.load()
    let plan = AttackPlan(
      try kinds(), within: ThreatModel(norm: norm, epsilon: epsilon, bounds: loaded.bounds),
      gradient: try gradient.gradients(), precision: gradient.precision, loss: gradient.loss,
      steps: steps, restarts: restarts, relativeStep: relativeStep, decays: decay,
      targets: targeted, leavesEarly: !everyStep, keepsSmallest: smallest, seed: seed)
    // Before the work, so that a folder that cannot be written costs no time.
    let folder = try output.map { try AttackFolder($0, resumes: resume) }
    let study = try AttackStudy(
      loaded.network, on: loaded.examples,
      stored: try folder?.evaluation(of: loaded.network, on: loaded.examples),
      workers: options.workers)
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
    let report = AttackReport(model: model.model, data: loaded.dataset.name, findings: findings)
    try folder?.write(report, examples: loaded.examples, findings: findings)
    if json { try StandardOutput.write(json: report) } else { show(report) }
  }

  private func show(_ report: AttackReport) {
    var rows = [["", "robust accuracy", "successes", "zero gradients", "inconclusive"]]
    rows.append(["clean", NumberText.percent(report.cleanAccuracy)])
    for attack in report.attacks {
      rows.append([
        "\(attack.gradient) \(attack.precision) \(attack.name)",
        NumberText.percent(attack.robustAccuracy), "\(attack.successes)",
        "\(attack.zeroGradients)", "\(attack.inconclusive)",
      ])
    }
    rows.append(["worst case", NumberText.percent(report.worstCase.robustAccuracy)])
    StandardOutput.write(table: rows)
  }
}
