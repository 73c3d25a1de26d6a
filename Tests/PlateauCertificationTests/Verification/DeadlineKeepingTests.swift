import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Deadlines that pass after a number of looks, so that no clock decides what is tested.
@Suite("Deadlines of proofs")
struct DeadlineKeepingTests {
  static let threat = ThreatModel(norm: .lInfinity, epsilon: 0.05)

  /// The least margins of a class over the others at random corners of the ball.
  private func leastMargins(_ network: Network<Double>, _ label: Int, _ epsilon: Double) -> [Double]
  {
    let (count, classes) = (network.architecture.input.count, network.architecture.classCount)
    var generator = SeededGenerator(seed: 1, purpose: "corners")
    let points = Matrix(
      rows: 200, columns: count,
      elements: (0..<200 * count).map { _ in generator.below(2) == 0 ? 0.5 - epsilon : 0.5 + epsilon
      })
    let logits = network.logits(of: points, workers: Cases.workers)
    return (0..<classes).filter { $0 != label }.map { other in
      (0..<200).reduce(.infinity) { min($0, logits[$1, label] - logits[$1, other]) }
    }
  }

  @Test(
    "A search that is out of time ends within a few looks, and claims nothing",
    arguments: [CertificationMethod.crown, .alphaCROWN, .complete])
  func search(_ method: CertificationMethod) throws {
    let network = try Cases.network([6, 20, 20, 20, 2], .relu, gain: 3, seed: 11)
    let center = Array(repeating: 0.5, count: 6)
    let logits = network.logits(
      of: Matrix(rows: 1, columns: 6, elements: center), workers: Cases.workers)
    let label = logits[0, 0] > logits[0, 1] ? 0 : 1
    func problem(_ epsilon: Double) -> VerificationProblem {
      VerificationProblem(
        label: label, of: 2, at: center, within: ThreatModel(norm: .lInfinity, epsilon: epsilon))
    }
    // Neither the first bounds nor a short attack decide on it.
    let quick = BranchAndBound(network, settings: SplitSettings(method: .crown))
    let epsilon = try #require(
      (1...100).lazy.map { Double($0) / 200 }.first {
        quick.verify(problem($0), workers: Cases.workers).answer == .unknown(.bounds)
      })
    let problem = problem(epsilon)
    let settings = SplitSettings(method: method, restarts: 2, attackSteps: 10)
    let verifier = BranchAndBound(network, settings: settings)
    let workers = Workers(threads: 1)
    let whole = verifier.verify(problem, workers: workers)
    let counter = Deadline(looks: .max)
    #expect(verifier.verify(problem, workers: workers, deadline: counter) == whole)
    let all = try #require(counter.looks)
    #expect(all > 20)
    let samples = leastMargins(network, label, epsilon)
    for looks in stride(from: 0, to: all, by: max(1, all / 60)) {
      let deadline = Deadline(looks: looks)
      let result = verifier.verify(problem, workers: workers, deadline: deadline)
      let after = try #require(deadline.looks) - looks
      #expect(after < 80, "\(looks) of \(all)")
      guard result.answer != whole.answer else { continue }
      #expect(result.answer == .unknown(.timeout))
      // Values near 1 are computed to some 10⁻¹⁵.
      for (bound, sample) in zip(result.margins, samples) { #expect(bound <= sample + 1e-12) }
    }
  }

  @Test("Every phase looks: intervals, lines, searches for lines, and attacks")
  func phases() throws {
    let network = try Cases.Images.pooled.network(seed: 4)
    let examples = Cases.examples(6, features: Cases.image.count, classes: 4, seed: 5)
    func looks(_ body: (Deadline) -> Void) throws -> Int {
      let counter = Deadline(looks: .max)
      body(counter)
      return try #require(counter.looks)
    }
    func margins(_ method: CertificationMethod) throws -> Int {
      try looks { deadline in
        _ = Certificate.margins(
          network, examples, within: Self.threat, method: method, workers: Workers(threads: 1),
          deadline: deadline)
      }
    }
    let stages = network.architecture.stages.count
    #expect(try margins(.interval) >= stages)
    let (crown, alpha) = (try margins(.crown), try margins(.alphaCROWN))
    #expect(crown > 3 * stages && alpha > 4 * crown)
    let verifier = BranchAndBound(network, settings: SplitSettings(method: .crown))
    let region = SplitCases.box(0.4, 0.6, Cases.image.count)
    let problem = VerificationProblem(region, unsafe: [[SplitCases.atMost(-1e6)]])
    // Ten steps forward and back through every stage.
    let attack = try looks { deadline in
      _ = verifier.attack(problem, workers: Workers(threads: 1), deadline: deadline)
    }
    #expect(attack > 20 * stages)
  }

  @Test(
    "Bounds found in time count, and no others",
    arguments: [CertificationMethod.crown, .alphaCROWN]
  )
  func bounds(_ method: CertificationMethod) throws {
    let network = try Cases.Images.residual.network(seed: 4)
    let examples = Cases.examples(5, features: Cases.image.count, classes: 4, seed: 5)
    func margins(_ deadline: Deadline) -> [Double] {
      Certificate.margins(
        network, examples, within: Self.threat, method: method, workers: Workers(threads: 1),
        deadline: deadline)
    }
    let counter = Deadline(looks: .max)
    let whole = margins(counter)
    let all = try #require(counter.looks)
    #expect(margins(.never) == whole)
    #expect(margins(Deadline(looks: 0)).allSatisfy { $0 == -.infinity })
    for part in 1..<8 {
      for (early, late) in zip(margins(Deadline(looks: part * all / 8)), whole) {
        #expect(early <= late)
      }
    }
  }
}
