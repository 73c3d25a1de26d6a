import PlateauAttacks
public import PlateauData
import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

/// Answers one question, whether a model's robustness is real.
///
/// It attacks a model with the gradients of a usual framework, with stable ones, with those of
/// softened networks and without any, proves what can be proven, and checks its own attacks and the
/// data. The verdict at each epsilon is the first that holds: ``Verdict/inconclusive`` where the data
/// cannot be the model's, ``Verdict/robust``, ``Verdict/masked`` or ``Verdict/overestimated``,
/// ``Verdict/broken``, ``Verdict/inconclusive`` and ``Verdict/plausible``.
///
/// ```swift
/// let audit = try Audit(
///   AuditSubject(network, name: "mine"), on: digits.test.prefix(1000), named: "mnist",
///   plan: AuditPlan(epsilons: [0.1]), substitute: digits.training)
/// for finding in try audit.run() ?? [] { print(finding.record.verdict, finding.record.causes) }
/// ```
///
/// Sources: N. Carlini et al., "On Evaluating Adversarial Robustness", 2019; A. Athalye, N. Carlini
/// and D. Wagner, "Obfuscated Gradients Give a False Sense of Security", 2018, section 3.1.
public struct Audit: Sendable {
  /// One epsilon's record, with the examples that were broken.
  public struct Finding: Sendable {
    /// The record.
    public let record: AuditRecord
    /// Whether the model classifies each example correctly without an attack.
    public let correct: [Bool]
    /// An adversarial example for each example broken, by its number.
    public let adversarial: [Int: [Float]]
    /// The numbers of the examples proven to withstand.
    public let certified: [Int]
  }

  let subject: AuditSubject
  /// Whether the model can be attacked by its gradients; asked once, since an evaluator may have to say.
  let hasGradients: Bool
  let examples: Examples
  let data: String
  let plan: AuditPlan
  let substitute: Examples?
  let stored: StoredEvaluation?
  let workers: Workers

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - subject: The model.
  ///   - examples: The examples it is audited on; at least one.
  ///   - data: The name of the data, for the record.
  ///   - plan: What is measured.
  ///   - substitute: Examples to train a substitute on, for transfer; nil or none leaves that
  ///     check out.
  ///   - stored: Where outcomes are kept, and found again; nil keeps nothing.
  ///   - workers: The threads; results do not depend on their number.
  /// - Precondition: The examples lie in the box.
  /// - Throws: `ExperimentError` where the examples do not fit the model.
  public init(
    _ subject: AuditSubject, on examples: Examples, named data: String, plan: AuditPlan,
    substitute: Examples? = nil, stored: StoredEvaluation? = nil, workers: Workers = Workers()
  ) throws(ExperimentError) {
    try AttackStudy.check(
      subject.model, called: subject.network?.architecture.summary ?? subject.name, examples)
    self.subject = subject
    hasGradients = subject.model.hasInputGradient
    self.examples = examples
    self.data = data
    self.plan = plan
    // Data that only tests has nothing to train on.
    self.substitute = substitute.flatMap { $0.isEmpty ? nil : $0 }
    self.stored = stored
    self.workers = workers
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - meter: Counts the work that is done.
  ///   - observe: Called before each attack with its name; returning false stops.
  /// - Returns: A finding for each epsilon, ascending; nil if it was stopped.
  /// - Throws: `ExperimentError` where the store fails, and what the model failed by.
  public func run(
    meter: WorkMeter? = nil, _ observe: @escaping (String) -> Bool = { _ in true }
  ) throws -> [Finding]? {
    let bench = AttackBench(
      model: subject.model, examples: examples, workers: workers, stored: stored,
      observe: observe, meter: meter)
    // What is found out once is about a tenth.
    meter?.begin(phase: 0..<0.1)
    do {
      let ground = try AuditGround(self, bench)
      var findings: [Finding] = []
      for (index, epsilon) in plan.epsilons.enumerated() {
        let size = 0.9 / Double(plan.epsilons.count)
        meter?.begin(
          phase: 0.1 + Double(index) * size..<0.1 + Double(index + 1) * size,
          planning: AuditAtEpsilon.work(self, ground) * Double(examples.count))
        findings.append(try AuditAtEpsilon(self, bench, ground, epsilon).finding())
      }
      if let failure = subject.model.failure { throw failure }
      return monotone(findings)
    } catch is AttackBench.Interrupted {
      return nil
    }
  }

  /// Adds the check that needs several epsilons.
  private func monotone(_ findings: [Finding]) -> [Finding] {
    let check = AuditChecks.monotone(findings.map(\.record))
    return findings.map { finding in
      var record = finding.record
      record.checks.append(check)
      record.judge()
      return Finding(
        record: record, correct: finding.correct, adversarial: finding.adversarial,
        certified: finding.certified)
    }
  }
}
