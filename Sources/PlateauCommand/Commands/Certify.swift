import ArgumentParser
import Plateau

/// `plateau certify`.
struct Certify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that no perturbation changes a class, or that a property holds.",
    discussion: """
      With --data each example is certified, falsified by an input in the ball, or undecided. \
      With --vnnlib the answer is one line: unsat, where the property holds, sat, where there is a \
      counterexample, or unknown. Its X_i and Y_j are the inputs and outputs of the model's own file, \
      in the file's order; with --mean and --std inputs are those before the normalization. The \
      guide BringYourOwnModel has a section on them. What is proven holds in real arithmetic, and \
      counterexamples are checked with rounding in mind. With --instances many properties are answered, \
      each in its own time: sat, unsat, unknown, timeout, or error where a file cannot be read. With --output, certificate.json holds the \
      results, counterexamples.npz the inputs found, and counterexample.txt that of a property; of a \
      list results.csv has the answers, there is a file for each instance, and the same command goes \
      on where it was stopped. The exit status is 1 if an instance is an error.
      """)

  @Argument(help: "A run folder, or a .safetensors or .onnx file; none with --instances.")
  var model: String?

  @OptionGroup var source: ExampleOptions

  @Option(help: ArgumentHelp("\(Norm.choices).", valueName: "norm"))
  var norm: Norm?

  @Option(
    help: ArgumentHelp(
      "The radius of the ball, in units of the input, such as 0.1 or 8/255.", valueName: "size"))
  var epsilon: String?

  @Option(help: ArgumentHelp("A property, in place of data.", valueName: "file"))
  var vnnlib: String?

  @Option(
    help: ArgumentHelp(
      "A list of networks, properties and seconds, as CSV with paths relative to it.",
      valueName: "file"))
  var instances: String?

  @Option(
    help: ArgumentHelp(
      "interval, crown, alpha-crown or complete; the first three try one short attack for each class, complete a long one.",
      valueName: "method"))
  var method: CertificationMethod = .complete

  @Option(
    help: ArgumentHelp(
      "The seconds for each example, or for the property, reading included; 300 unless given. The "
        + "most for an instance of a list, which has its own.",
      valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "The memory that all may take, such as 8GB; three quarters of the machine's, or of a "
        + "container's limit, unless given. Where more is needed the answer is unknown.",
      valueName: "size"))
  var memory: MemorySize?

  @Flag(
    help:
      "Takes counterexamples whose outputs, as programs compute them, are within 1e-4 of unsafe, as the verification competition does."
  )
  var competition = false

  @Option(help: ArgumentHelp("The seed of random starts.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where results go.", valueName: "folder"))
  var output: String?

  @Flag(help: "Prints JSON.") var json = false
  @OptionGroup var options: RunOptions

  /// How far from unsafe the outputs of a counterexample may be as programs compute them.
  var tolerance: Double { competition ? 1e-4 : 0 }

  /// The seconds of a property or an example where none are given.
  private static let standardSeconds = 300.0

  func validate() throws {
    _ = try radius()
    if let timeout, timeout <= 0 || !timeout.isFinite {
      throw ValidationError("--timeout is \(timeout); give a positive number of seconds.")
    }
    let ofData = [
      ("--data", source.data.data != nil), ("--data-dir", source.data.dataDir != nil),
      ("--epsilon", epsilon != nil), ("--count", source.count != nil), ("--norm", norm != nil),
      ("--bounds", source.inputs.bounds != nil), ("--split", source.split != nil),
    ]
    if instances != nil {
      let graph = source.graph
      try refuse(
        [("a model", model != nil), ("--vnnlib", vnnlib != nil)] + ofData + [
          ("--mean", source.inputs.mean != nil), ("--std", source.inputs.std != nil),
          ("--output-node", graph.outputNode != nil), ("--fix", !graph.fix.isEmpty),
          ("--draws", graph.draws != nil), ("--draw-seed", graph.drawSeed != nil),
        ], because: "--instances lists models as they are, and their properties")
      return
    }
    guard model != nil else {
      throw ValidationError("Give a model, or --instances, a list of models and properties.")
    }
    if vnnlib == nil {
      try refuse(
        [("--competition", competition)], because: "--competition is for properties")
    }
    if vnnlib != nil {
      try refuse(ofData, because: "--vnnlib says what inputs there are")
    } else if epsilon == nil {
      throw ValidationError("Give --epsilon, the radius of the ball, or --vnnlib, a property.")
    }
  }

  /// Refuses options that are given.
  private func refuse(_ options: [(String, Bool)], because reason: String) throws {
    let given = options.filter(\.1).map(\.0)
    guard let last = given.last else { return }
    let others = given.dropLast().joined(separator: ", ")
    throw ValidationError(
      "\(reason); leave out \(others)\(others.isEmpty ? "" : " and ")\(last).")
  }

  private func radius() throws -> Double? {
    try epsilon.map { try EpsilonOption.one($0, of: "certify") }
  }

  func run() throws {
    // Reading the files is a part of the time.
    let begin = ContinuousClock.now
    if let instances { return try verify(list: instances) }
    let model = model ?? ""
    let timeout = timeout ?? Self.standardSeconds
    if let vnnlib {
      return try verify(vnnlib, of: model, until: Deadline(afterSeconds: timeout))
    }
    let loaded = try source.load(
      model, writing: output == nil ? nil : "counterexamples.npz")
    let threat = ThreatModel(
      norm: norm ?? .lInfinity, epsilon: try radius() ?? 0, bounds: loaded.bounds)
    EpsilonOption.doubt([threat], features: loaded.examples.shape.count)
    let examples = loaded.examples
    let folder = try output.map { try CertificationFolder($0) }
    let certification = try DataCertification(
      loaded.network, on: examples, workers: options.workers)
    let plan = CertificationPlan(
      within: threat, method: method, timeout: timeout, seed: seed, memory: memory?.bytes)
    Interruption.listen()
    let progress = options.progress
    let finding = try certification.run(
      plan, model: model, data: loaded.dataset.name, since: begin
    ) { share, activity in
      progress.update(share) { activity }
      return !Interruption.isRequested
    }
    progress.clear()
    guard var finding else { throw stopped() }
    finding.report.draws = loaded.model.draws
    StandardError.warn(of: finding.decisions, loaded.attacked, options.workers)
    try folder?.write(finding, of: examples)
    if json { try StandardOutput.write(json: finding.report) } else { show(finding.report) }
  }

  private func verify(_ path: String, of model: String, until deadline: Deadline) throws {
    let loaded = try LoadedModel(
      model, part: source.graph.part(), allowsSingleOutput: true)
    let property = try VNNLIBProperty.read(path)
    let verification = try PropertyVerification(
      loaded, property, network: source.inputs.applied(to: loaded.network),
      workers: options.workers)
    try verification.check(method)
    if let warning = property.warning {
      StandardError.remark(property.regions.isEmpty ? .warning : .note, warning)
    }
    let folder = try output.map { try CertificationFolder($0) }
    Interruption.listen()
    let progress = options.progress
    let finding = verification.run(
      method: method, until: deadline, seed: seed, memory: memory?.bytes, tolerance: tolerance
    ) { share, activity in
      // How much of one region is done nobody knows.
      progress.update(property.regions.count > 1 ? share : nil) { activity }
      return !Interruption.isRequested
    }
    progress.clear()
    guard var finding else { throw stopped() }
    finding.report.draws = loaded.draws
    try folder?.write(finding)
    if json {
      try StandardOutput.write(json: finding.report)
    } else {
      let reason = finding.report.reason.map { ": \($0.rawValue)" } ?? ""
      print(finding.report.answer.rawValue + reason)
    }
    if let doubt = finding.report.doubt { StandardError.remark(.warning, doubt) }
  }

  private func stopped() -> ExitCode {
    StandardError.write("Stopped before the answer; nothing is kept.\n")
    return ExitCode(1)
  }

  private func show(_ report: CertificationReport) {
    func row(_ name: String, _ number: Int) -> [String] {
      [name, "\(number)", NumberText.percent(Double(number) / Double(max(1, report.examples)))]
    }
    StandardOutput.write(table: [
      ["", "examples", "share"],
      ["clean", "\(report.examples)", NumberText.percent(report.cleanAccuracy)],
      row("certified", report.certified),
      row("falsified", report.falsified),
      row("undecided", report.undecided),
    ])
    StandardOutput.write(
      notes: DecisionNotes.sentences(
        ties: report.ties, notFinite: report.notFinite, of: report.examples))
  }
}
