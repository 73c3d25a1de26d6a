import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// What bounds prove of the examples of an audit at one epsilon.
///
/// Every example is bounded, broken ones too: a proof of one of these would be a contradiction.
struct AuditProofs {
  /// The tightest method used.
  let method: CertificationMethod
  /// Whether bounds are exact: the network is linear.
  let isExact: Bool
  /// For each example a lower bound of the least margin in the ball.
  private(set) var margins: [Double]
  /// The seconds that each example has left, where there is a limit.
  private var secondsLeft: [Double]
  /// The examples that a search proved, without a bound of their own.
  private var searched: Set<Int> = []
  private let network: Network<Double>
  private let audit: Audit
  private let threat: ThreatModel
  private let observe: (String) -> Bool

  /// Bounds all examples by intervals, and those that these do not prove backward.
  ///
  /// - Throws: `AttackBench.Interrupted`.
  init(
    _ network: Network<Double>, _ audit: Audit, _ threat: ThreatModel,
    observe: @escaping (String) -> Bool
  ) throws {
    self.network = network
    self.audit = audit
    self.threat = threat
    self.observe = observe
    isExact = LinearCertificate.applies(to: network)
    method = isExact ? .interval : audit.plan.certification ?? Self.affordable(network, audit)
    try method.check(network)
    margins = []
    secondsLeft = Array(
      repeating: audit.plan.certificationTimeout ?? .infinity, count: audit.examples.count)
    margins = Array(repeating: -.infinity, count: audit.examples.count)
    try raise(Array(0..<audit.examples.count), .interval)
    guard method != .interval else { return }
    try raise(margins.indices.filter { margins[$0] <= 0 }, .crown)
  }

  /// The numbers of the examples that are proven.
  var certified: [Int] { margins.indices.filter { margins[$0] > 0 || searched.contains($0) } }

  /// CROWN where it takes a minute or so at most.
  private static func affordable(_ network: Network<Double>, _ audit: Audit) -> CertificationMethod
  {
    let products = LinearBounds(network).multiplyAdds * Double(audit.examples.count)
    return products <= AuditPlan.affordableProducts ? .crown : .interval
  }

  private func goOn(_ what: String) throws {
    guard observe("\(what), ε \(threat.epsilon)") else { throw AttackBench.Interrupted() }
  }

  /// Takes tighter bounds of some examples, some at a time so that it can be stopped.
  private mutating func raise(_ numbers: [Int], _ method: CertificationMethod) throws {
    guard !numbers.isEmpty else { return }
    var bounds = ExampleBounds(
      network, on: audit.examples, within: threat, method: method,
      timeout: audit.plan.certificationTimeout, workers: audit.workers)
    let size = bounds.batchSize
    // Of a complete search they are the beginning, and the search gets the rest.
    let share = self.method == .complete ? 0.25 : 1
    for start in stride(from: 0, to: numbers.count, by: size) {
      try goOn("\(method.rawValue) bounds of \(numbers.count) examples, \(start) done")
      let part = Array(numbers[start..<min(start + size, numbers.count)])
      for (number, margin) in zip(part, bounds.margins(of: part, spending: share)) {
        margins[number] = max(margins[number], margin)
        guard let left = bounds.left(number) else { continue }
        secondsLeft[number] = min(secondsLeft[number], left)
      }
    }
  }

  /// Goes on with those that no attack broke and no bound proved, if the method does.
  ///
  /// - Parameter survivors: The examples that no attack broke.
  /// - Returns: For each example that a complete search refuted an input that is not classified as
  ///   it.
  /// - Throws: `AttackBench.Interrupted`, and `ExperimentError` of the store.
  mutating func search(_ survivors: [Int]) throws -> [Int: [Float]] {
    guard !isExact, method == .alphaCROWN || method == .complete else { return [:] }
    let left = survivors.filter { margins[$0] <= 0 }
    guard method == .complete else {
      try raise(left, .alphaCROWN)
      return [:]
    }
    let search = ExampleSearch(
      network, on: audit.examples,
      plan: CertificationPlan(
        within: threat, method: method, timeout: audit.plan.certificationTimeout,
        seed: audit.plan.seed), workers: audit.workers)
    var found: [Int: [Float]] = [:]
    for (place, number) in left.enumerated() {
      let what = "branch and bound, example \(place + 1) of \(left.count)"
      try goOn(what)
      let limit = audit.plan.certificationTimeout == nil ? nil : secondsLeft[number]
      let proof = try stored(number) {
        let result = search.result(at: number, within: limit) { state in
          observe("\(what), \(state.subproblems) subproblems, \(state.open) open")
        }
        guard let result else { throw AttackBench.Interrupted() }
        return kept(number, result)
      }
      if let margin = proof.margin { margins[number] = max(margins[number], margin) }
      if proof.answer == .certified { searched.insert(number) }
      found[number] = proof.input
    }
    return found
  }

  private func stored(_ number: Int, _ body: () throws -> StoredProof) throws -> StoredProof {
    guard let stored = audit.stored else { return try body() }
    let timeout = audit.plan.certificationTimeout.map { "\($0)" } ?? "none"
    let key = ProofKey(
      model: stored.model, data: stored.data, method: method,
      parameters: "timeout=\(timeout) seed=\(audit.plan.seed)", threat: threat)
    return try stored.proof(key, example: number, body: body)
  }

  /// What is kept of a search.
  private func kept(_ number: Int, _ result: VerificationResult) -> StoredProof {
    switch result.answer {
    case .holds: StoredProof(example: number, answer: .certified, margin: result.margin)
    case .violated(let counterexample):
      StoredProof(
        example: number, answer: .falsified, margin: result.margin,
        input: counterexample.input.map { Float($0) })
    case .unknown: StoredProof(example: number, answer: .undecided, margin: result.margin)
    }
  }

  /// The examples that are proven and broken all the same.
  func contradictions(_ evidence: AuditEvidence) -> [AuditRecord.Contradiction] {
    certified.compactMap { number in
      guard evidence.isMisclassified[number] || evidence.brokenBy[number] != nil else {
        return nil
      }
      return AuditRecord.Contradiction(
        index: number, margin: margins[number].isFinite ? margins[number] : nil,
        attack: evidence.brokenBy[number])
    }
  }
}
