import PlateauCertification
public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// The certification of examples: bounds of all of them, and then a search for each that is left.
public struct DataCertification: Sendable {
  /// A record, and what it is of.
  public struct Finding: Sendable {
    /// The record.
    public var report: CertificationReport
    /// For each example that is falsified an input that is not classified as it.
    public let counterexamples: [Int: [Double]]
    /// What the network says of the examples themselves.
    public let decisions: Decisions
  }

  private let network: Network<Double>
  private let examples: Examples
  private let workers: Workers

  /// Prepares the certification of examples.
  ///
  /// - Throws: `ExperimentError` where network and examples do not fit, or inputs lie outside of
  ///   0...1.
  public init(_ network: Network<Double>, on examples: Examples, workers: Workers) throws {
    let architecture = network.architecture
    guard examples.inputs.columns == architecture.input.count else {
      throw ExperimentError(
        .mismatch,
        "The examples have \(examples.inputs.columns) values, but the network takes "
          + "\(architecture.input.count). Give the data it was trained on.")
    }
    guard examples.classCount == architecture.classCount else {
      throw ExperimentError(
        .mismatch,
        "The examples have \(examples.classCount) classes, but the network has "
          + "\(architecture.classCount). Give the data it was trained on.")
    }
    self.network = network
    self.examples = examples
    self.workers = workers
  }

  /// Certifies.
  ///
  /// - Parameters:
  ///   - plan: The ball and the method.
  ///   - model: The path of the model, for the record.
  ///   - data: The name of the dataset, for the record.
  ///   - begin: When the time of the first example began; now if nil.
  ///   - progress: Told the share that is done and what is being done; stops it by returning false.
  /// - Returns: nil if it was stopped.
  /// - Throws: `ExperimentError` where inputs lie outside of the range of inputs, or the network is too
  ///   large for the method.
  public func run(
    _ plan: CertificationPlan, model: String, data: String,
    since begin: ContinuousClock.Instant? = nil,
    progress: (Double, String) -> Bool = { _, _ in true }
  ) throws -> Finding? {
    try check(plan.threat)
    try plan.method.check(network)
    let clock = ContinuousClock()
    let start = clock.now
    // First, so that nothing that takes time comes after the limit.
    let decisions = Decisions(
      of: network, on: examples.inputs, labels: examples.labels, workers: workers)
    var outcomes: [CertificationReport.Outcome] = []
    var counterexamples: [Int: [Double]] = [:]
    // Bounds of whole batches, which the search need not repeat where they suffice.
    var bounds = ExampleBounds(
      network, since: begin ?? start, on: examples, within: plan.threat,
      method: plan.method == .complete ? .crown : plan.method, timeout: plan.timeout,
      workers: workers)
    let search = ExampleSearch(
      network, on: examples, plan: plan, sharing: bounds.bounds, workers: workers)
    // A search or an attack gets the rest of an example's time.
    let share = plan.method == .complete ? 0.5 : 0.9
    let size = bounds.batchSize
    for first in stride(from: 0, to: examples.count, by: size) {
      let batch = Array(first..<min(first + size, examples.count))
      guard progress(Double(first) / Double(examples.count), doing(batch, "bounds")) else {
        return nil
      }
      let found = refuted(batch, search, &bounds)
      let rest = batch.filter { found[$0] == nil }
      let margins = Dictionary(
        uniqueKeysWithValues: zip(rest, bounds.margins(of: rest, spending: share)))
      for index in batch {
        let margin = margins[index] ?? -.infinity
        let outcome = CertificationReport.Outcome(
          index: index, label: examples.labels[index], answer: .certified,
          margin: margin.isFinite ? margin : nil, falsifiedMargin: nil, subproblems: 0)
        if margin > 0 {
          outcomes.append(outcome)
          continue
        }
        let result =
          found[index]
          ?? search.result(at: index, within: bounds.left(index)) { state in
            progress(
              Double(index) / Double(examples.count),
              doing([index], "\(state.subproblems) subproblems, \(state.open) open"))
          }
        guard let result else { return nil }
        let (own, counterexample) = completed(outcome, result)
        outcomes.append(own)
        if let counterexample { counterexamples[index] = counterexample }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    return Finding(
      report: report(plan, model, data, outcomes, decisions, seconds: seconds),
      counterexamples: counterexamples, decisions: decisions)
  }

  /// Those of some examples for which a short attack finds a counterexample: of large networks it
  /// takes less time than bounds, and spares them.
  private func refuted(
    _ numbers: [Int], _ search: ExampleSearch, _ bounds: inout ExampleBounds
  ) -> [Int: VerificationResult] {
    guard bounds.bounds.isLarge else { return [:] }
    var found: [Int: VerificationResult] = [:]
    let clock = ContinuousClock()
    for number in numbers {
      let start = clock.now
      found[number] = search.counterexample(at: number, within: bounds.left(number).map { $0 / 4 })
      bounds.spend((clock.now - start) / .seconds(1), on: number)
    }
    return found
  }

  /// Says what is being done for which examples.
  private func doing(_ numbers: [Int], _ what: String) -> String {
    guard let first = numbers.first, let last = numbers.last, last > first else {
      return "example \((numbers.first ?? 0) + 1) of \(examples.count), \(what)"
    }
    return "examples \(first + 1) to \(last + 1) of \(examples.count), \(what)"
  }

  private func check(_ threat: ThreatModel) throws {
    guard let value = examples.inputs.elements.first(where: { !threat.bounds.contains(Double($0)) })
    else { return }
    throw ExperimentError(
      .mismatch,
      "The examples have the value \(value), but inputs lie in \(threat.bounds.lowerBound) to "
        + "\(threat.bounds.upperBound). Scale them.")
  }

  /// The outcome with what a search came to.
  private func completed(
    _ outcome: CertificationReport.Outcome, _ result: VerificationResult
  ) -> (CertificationReport.Outcome, [Double]?) {
    var outcome = outcome
    outcome.subproblems = result.subproblems
    if let bound = result.margin { outcome.margin = max(outcome.margin ?? bound, bound) }
    switch result.answer {
    case .holds: outcome.answer = .certified
    case .violated(let found):
      outcome.answer = .falsified
      let others = found.outputs.indices.filter { $0 != outcome.label }
      // In double precision it may overflow where it does not in real arithmetic.
      let margins = others.map { found.outputs[outcome.label] - found.outputs[$0] }
      outcome.falsifiedMargin = margins.allSatisfy(\.isFinite) ? margins.min() : nil
      return (outcome, found.input)
    case .unknown: outcome.answer = .undecided
    }
    return (outcome, nil)
  }

  private func report(
    _ plan: CertificationPlan, _ model: String, _ data: String,
    _ outcomes: [CertificationReport.Outcome], _ decisions: Decisions, seconds: Double
  ) -> CertificationReport {
    func count(_ answer: CertificationReport.Answer) -> Int {
      outcomes.count { $0.answer == answer }
    }
    let total = Double(max(1, examples.count))
    return CertificationReport(
      model: model, data: data, method: plan.method, norm: plan.threat.norm,
      epsilon: plan.threat.epsilon, examples: examples.count,
      cleanAccuracy: decisions.accuracy, ties: decisions.ties, notFinite: decisions.notFinite,
      certified: count(.certified), falsified: count(.falsified), undecided: count(.undecided),
      certifiedAccuracy: Double(count(.certified)) / total, seconds: seconds, outcomes: outcomes)
  }
}
