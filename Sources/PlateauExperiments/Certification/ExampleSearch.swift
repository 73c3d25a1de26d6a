import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics

/// Searches for proofs and counterexamples of examples, one by one.
struct ExampleSearch {
  private let verifier: BranchAndBound
  private let examples: Examples
  private let plan: CertificationPlan
  private let workers: Workers
  private let memory = SearchMemory()

  /// Prepares searches.
  init(
    _ network: Network<Double>, on examples: Examples, plan: CertificationPlan,
    sharing bounds: MarginBounds? = nil, workers: Workers
  ) {
    verifier = BranchAndBound(network, settings: plan.settings, sharing: bounds)
    self.examples = examples
    self.plan = plan
    self.workers = workers
  }

  /// Looks for a counterexample alone.
  ///
  /// - Parameters:
  ///   - index: Its place among the examples.
  ///   - seconds: The time for it; nil for any.
  /// - Returns: A result that violates; nil where none was found.
  func counterexample(at index: Int, within seconds: Double?) -> VerificationResult? {
    let result = verifier.attack(
      problem(index), workers: workers, deadline: Deadline(afterSeconds: seconds))
    if case .violated = result.answer { return result }
    return nil
  }

  private func problem(_ index: Int) -> VerificationProblem {
    VerificationProblem(example: index, of: examples, within: plan.threat)
  }

  /// Proves or refutes one example; where the method is that of intervals or CROWN, of which the
  /// bounds are known, it is only looked for a counterexample.
  ///
  /// - Parameters:
  ///   - index: Its place among the examples.
  ///   - seconds: The time that is left for it; nil for any.
  ///   - goesOn: Called between rounds; stops the search by returning false.
  /// - Returns: The result; nil if it was stopped.
  func result(
    at index: Int, within seconds: Double?, _ goesOn: (BranchAndBound.Progress) -> Bool
  ) -> VerificationResult? {
    let deadline = Deadline(afterSeconds: seconds)
    let problem = problem(index)
    if plan.method == .interval || plan.method == .crown {
      let none = BranchAndBound.Progress(subproblems: 0, open: 0, lowest: -.infinity)
      guard goesOn(none) else { return nil }
      return verifier.attack(problem, workers: workers, deadline: deadline)
    }
    var isStopped = false
    let result = verifier.verify(problem, workers: workers, deadline: deadline, memory: memory) {
      state in
      isStopped = !goesOn(state)
      return !isStopped
    }
    return isStopped ? nil : result
  }
}

extension VerificationResult {
  /// The lowest of its margins; nil where nothing is known.
  var margin: Double? { margins.min().flatMap { $0.isFinite ? $0 : nil } }
}
