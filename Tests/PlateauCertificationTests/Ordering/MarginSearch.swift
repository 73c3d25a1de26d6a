import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

/// The least margin in a ball, from below by branch and bound and from above by attacks.
struct MarginSearch {
  let descent: MarginDescent
  /// When a search gives up.
  let timeout: Duration
  /// What failures are called.
  let place: String

  struct Result {
    /// The largest margin that branch and bound has proven.
    var bound: Double
    /// The least margin found at a point, rounded up.
    var attack: Double
    /// The answer to whether the class wins everywhere.
    var answer: VerificationAnswer
  }

  /// Asks whether the margin is above 0, above the bound to begin with, above what an attack finds,
  /// and above three numbers between the bound and the attack.
  func run(from bound: Double, seed: UInt64) -> Result {
    var generator = SeededGenerator(seed: seed, purpose: "descent")
    let least = descent.least(&generator)
    #expect(least >= bound, "\(place): the attack")
    var result = Result(bound: bound, attack: least, answer: .unknown(.bounds))
    result.answer = ask(above: 0, &result)
    guard bound.isFinite else { return result }
    // What is at least the bound is above the number before it.
    if case .violated = ask(above: bound.nextDown, &result) {
      Issue.record("\(place): a counterexample to the bound")
    }
    for _ in 0..<3 {
      let middle = 0.5 * result.bound + 0.5 * result.attack
      _ = ask(above: middle, &result)
    }
    if case .holds = ask(above: result.attack, &result) {
      Issue.record("\(place): a proof that there is no adversarial example that there is")
    }
    return result
  }

  /// Verifies that all margins are above a number, and takes over what that comes to.
  private func ask(above number: Double, _ result: inout Result) -> VerificationAnswer {
    let (network, label) = (descent.network, descent.label)
    let unsafe = (0..<network.architecture.classCount).filter { $0 != label }.map { other in
      [
        OutputInequality(
          [.init(output: label, coefficient: 1), .init(output: other, coefficient: -1)],
          atMost: number...number)
      ]
    }
    let settings = SplitSettings(
      timeout: timeout, hiddenIterations: 10, rootIterations: 40, restarts: 4,
      attackSteps: 20)
    let found = BranchAndBound(network, settings: settings).verify(
      VerificationProblem(
        .ball(center: descent.center, threat: descent.threat), unsafe: unsafe),
      workers: Cases.workers)
    if let margin = found.margins.min(), margin.isFinite {
      result.bound = max(result.bound, (margin + number).nextDown)
    }
    switch found.answer {
    case .holds: result.bound = max(result.bound, number)
    case .violated(let example):
      let margin = descent.margin(at: example.input)
      #expect(example.outputs[label] - others(example.outputs) <= number + 1e-11, "\(place)")
      result.attack = min(result.attack, margin)
    case .unknown: break
    }
    return found.answer
  }

  private func others(_ outputs: [Double]) -> Double {
    outputs.indices.filter { $0 != descent.label }.map { outputs[$0] }.max() ?? -.infinity
  }
}
