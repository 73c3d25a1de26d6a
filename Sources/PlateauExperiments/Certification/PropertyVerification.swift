public import PlateauCertification
public import PlateauFormats
import PlateauNetworks
public import PlateauNumerics

/// The verification of a property in the format of the competition.
public struct PropertyVerification {
  /// A record, and the counterexample if there is one.
  public struct Finding: Sendable {
    /// The record.
    public let report: PropertyReport
    /// The counterexample.
    public let counterexample: VerificationAnswer.Counterexample?
  }

  private let model: LoadedModel
  private let property: VNNLIBProperty
  private let workers: Workers

  /// Prepares the verification.
  ///
  /// - Throws: `FormatError` where model and property do not have the same sizes.
  public init(_ model: LoadedModel, _ property: VNNLIBProperty, workers: Workers) throws {
    let architecture = model.network.architecture
    try property.check(
      inputs: architecture.input.count, outputs: architecture.classCount, of: model.path)
    self.model = model
    self.property = property
    self.workers = workers
  }

  /// Verifies, region by region.
  ///
  /// - Parameters:
  ///   - method: The tightest method.
  ///   - timeout: The seconds after which all is given up; none if nil.
  ///   - deadline: When to give up, in place of a timeout from now.
  ///   - seed: The seed of random starts of attacks.
  ///   - progress: Told the share of regions that is done and what is being done; stops it by
  ///     returning false.
  /// - Returns: nil if it was stopped.
  public func run(
    method: CertificationMethod, timeout: Double? = nil, until deadline: Deadline? = nil,
    seed: UInt64 = 0, progress: (Double, String) -> Bool = { _, _ in true }
  ) -> Finding? {
    let clock = ContinuousClock()
    let start = clock.now
    var subproblems = 0
    var reason: VerificationAnswer.Reason?
    func finding(
      _ answer: PropertyReport.Answer, _ counterexample: VerificationAnswer.Counterexample? = nil
    ) -> Finding {
      Finding(
        report: PropertyReport(
          model: model.path, property: property.name, method: method, answer: answer,
          reason: answer == .unknown ? reason : nil, regions: property.regions.count,
          subproblems: subproblems, seconds: (clock.now - start) / .seconds(1)),
        counterexample: counterexample)
    }
    let deadline = deadline ?? Deadline(afterSeconds: timeout)
    let memory = SplitMemory()
    let verifier = BranchAndBound(
      model.network, settings: SplitSettings(method: method, seed: seed))
    for (index, region) in property.regions.enumerated() {
      if deadline.hasPassed {
        reason = reason ?? .timeout
        break
      }
      var isStopped = false
      let result =
        verifier
        .verify(region.problem, workers: workers, deadline: deadline, memory: memory) { state in
          let share = Double(index) / Double(property.regions.count)
          let lowest =
            state.lowest.isFinite ? ", lowest bound \(NumberText.short(state.lowest))" : ""
          isStopped = !progress(
            share, "\(state.subproblems) subproblems, \(state.open) open\(lowest)")
          return !isStopped
        }
      if isStopped { return nil }
      subproblems += result.subproblems
      switch result.answer {
      case .holds: continue
      case .violated(let found): return finding(.sat, found)
      case .unknown(let why): reason = reason ?? why
      }
    }
    return finding(reason == nil ? .unsat : .unknown)
  }
}

extension VNNLIBProperty.Region {
  /// The region with its unsafe outputs.
  ///
  /// Comparisons of an output with itself are settled: those that always hold are left out, and so
  /// are conjunctions with one that never does.
  var problem: VerificationProblem {
    let unsafe = conjunctions.compactMap { conjunction -> [OutputInequality]? in
      var result: [OutputInequality] = []
      for inequality in conjunction {
        let bound = inequality.bound.lower...inequality.bound.upper
        if inequality.terms.isEmpty, bound.upperBound < 0 { return nil }
        if inequality.terms.isEmpty, bound.lowerBound >= 0 { continue }
        result.append(
          OutputInequality(
            inequality.terms.map { .init(output: $0.output, coefficient: $0.coefficient) },
            atMost: bound))
      }
      return result
    }
    return VerificationProblem(
      .box(lower: lower.map { $0.lower...$0.upper }, upper: upper.map { $0.lower...$0.upper }),
      unsafe: unsafe)
  }
}
