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

  /// Prepares searches.
  init(
    _ network: Network<Double>, on examples: Examples, plan: CertificationPlan, workers: Workers
  ) {
    verifier = BranchAndBound(network, settings: plan.settings)
    self.examples = examples
    self.plan = plan
    self.workers = workers
  }

  /// Proves or refutes one example.
  ///
  /// - Parameters:
  ///   - index: Its place among the examples.
  ///   - goesOn: Called between rounds; stops the search by returning false.
  /// - Returns: The result; nil if it was stopped.
  func result(
    at index: Int, _ goesOn: (BranchAndBound.Progress) -> Bool
  ) -> VerificationResult? {
    let problem = VerificationProblem(
      label: examples.labels[index], of: examples.classCount,
      at: examples.inputs.row(index).map { Double($0) }, within: plan.threat)
    var isStopped = false
    let result = verifier.verify(problem, workers: workers) { state in
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
