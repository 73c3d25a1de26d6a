public import PlateauAttacks
public import PlateauData
import PlateauNumerics
public import PlateauRobustness

/// Runs an attack in several ways that must come to the same, or to a known result.
///
/// It catches what goes wrong most easily in a search of one's own: values kept for the wrong
/// example when others leave the batch, random numbers that depend on the batch, and whatever
/// depends on threads.
///
/// ```swift
/// let check = AttackCheck()
/// let failures = check(MyAttack(), on: network, examples: digits, within: threat)
/// #expect(failures == [])
/// ```
public struct AttackCheck: Sendable, Hashable {
  /// The numbers of threads that must give the same bits.
  public var threads: [Int]
  /// The examples that are attacked alone as well, at most.
  public var singles: Int
  /// The share of examples by which robust accuracy may rise with epsilon: random searches are
  /// luckier at one epsilon than at another.
  public var allowance: Double

  /// Creates a check.
  ///
  /// - Precondition: there is a number of threads, and `allowance` is a share.
  public init(threads: [Int] = [1, 2, 4], singles: Int = 3, allowance: Double = 0.02) {
    precondition(!threads.isEmpty && threads.allSatisfy { $0 > 0 }, "there is a thread")
    precondition(singles >= 0, "no negative number of examples")
    precondition((0...1).contains(allowance), "a share is from 0 to 1")
    self.threads = threads
    self.singles = singles
    self.allowance = allowance
  }

  /// Checks that epsilon 0 changes nothing; that outputs lie in the ball and the box; that a larger
  /// epsilon is not weaker; and that order, batch and threads do not matter.
  ///
  /// - Parameters:
  ///   - attack: The attack; its result must be determined by its parameters and the seed.
  ///   - model: A model that gives the same logits for the same input.
  ///   - examples: Some dozens of examples, so that the attack works on some and not on others.
  ///   - threat: What is allowed; epsilon 0 and twice epsilon are tried as well.
  ///   - goal: What the model is to be made to say.
  ///   - options: How the attack computes.
  /// - Returns: What fails, in words; nothing if all is well.
  /// - Complexity: some six runs of the attack, and a few on single examples.
  public func callAsFunction(
    _ attack: any Attack, on model: some AttackableModel, examples: Examples,
    within threat: ThreatModel, goal: AttackGoal = .untargeted,
    options: AttackOptions = AttackOptions()
  ) -> [String] {
    let run = Run(
      attack: attack, examples: examples, threat: threat, goal: goal, options: options)
    let order = Array(0..<examples.count)
    let reference = run(model, order, threads[0])
    var failures = identity(run, model) + containment(reference, examples, threat)
    failures += monotony(run, model, reference)
    let reversed = Array(order.reversed())
    failures += differences(
      run(model, reversed, threads[0]), reference, at: reversed, "with the examples reversed")
    for index in order.prefix(singles) {
      failures += differences(
        run(model, [index], threads[0]), reference, at: [index], "with example \(index) alone")
    }
    for count in threads.dropFirst() {
      failures += differences(
        run(model, order, count), reference, at: order,
        "with \(count) threads instead of \(threads[0])")
    }
    return failures
  }
}

extension AttackCheck {
  /// What is run, in one way or another.
  private struct Run {
    let attack: any Attack
    let examples: Examples
    let threat: ThreatModel
    let goal: AttackGoal
    let options: AttackOptions

    /// Attacks some of the examples, each with the random numbers of its index.
    func callAsFunction(
      _ model: some AttackableModel, _ indices: [Int], _ threads: Int, epsilon: Double? = nil
    ) -> AttackResult {
      var goal = goal
      if case .targeted(let targets) = goal { goal = .targeted(indices.map { targets[$0] }) }
      let threat = ThreatModel(
        norm: threat.norm, epsilon: epsilon ?? threat.epsilon, bounds: threat.bounds)
      return attack(
        model, on: examples.selecting(indices), within: threat, goal: goal, options: options,
        numbers: indices, workers: Workers(threads: threads))
    }
  }

  private func identity(_ run: Run, _ model: some AttackableModel) -> [String] {
    let result = run(model, Array(0..<run.examples.count), threads[0], epsilon: 0)
    let changed = result.outcomes.count { !$0.isUnchanged }
    var failures: [String] = []
    if changed > 0 {
      failures.append(
        "At epsilon 0 it changed \(changed) of \(run.examples.count) examples; it must change none."
      )
    }
    if result.successes > 0 {
      failures.append(
        "At epsilon 0 it broke \(result.successes) examples that are classified correctly.")
    }
    return failures
  }

  private func containment(
    _ result: AttackResult, _ examples: Examples, _ threat: ThreatModel
  ) -> [String] {
    var failures: [String] = []
    for (index, outcome) in result.outcomes.enumerated() {
      let size = outcome.size.size(in: threat.norm)
      if !(size <= threat.epsilon) {
        failures.append(
          "Example \(index) was moved by \(size) in \(threat.norm.rawValue); "
            + "at most \(threat.epsilon) is allowed.")
      }
      let outside = result.adversarial.row(index).first { !threat.bounds.contains(Double($0)) }
      if let outside {
        failures.append(
          "Example \(index) has the value \(outside), outside the box from "
            + "\(threat.bounds.lowerBound) to \(threat.bounds.upperBound).")
      }
    }
    return failures
  }

  private func monotony(
    _ run: Run, _ model: some AttackableModel, _ reference: AttackResult
  ) -> [String] {
    let epsilon = 2 * run.threat.epsilon
    let wide = run(model, Array(0..<run.examples.count), threads[0], epsilon: epsilon)
    guard wide.robustAccuracy > reference.robustAccuracy + allowance else { return [] }
    return [
      "Robust accuracy rises from \(reference.robustAccuracy) at epsilon \(run.threat.epsilon) to "
        + "\(wide.robustAccuracy) at epsilon \(epsilon); a larger epsilon allows more."
    ]
  }

  /// Compares what another run came to with the reference, bit for bit; `indices` are the examples
  /// of the reference at each row of the result.
  private func differences(
    _ result: AttackResult, _ reference: AttackResult, at indices: [Int], _ how: String
  ) -> [String] {
    let differing = indices.enumerated().filter { row, index in
      result.outcomes[row] != reference.outcomes[index]
        || result.adversarial.row(row) != reference.adversarial.row(index)
    }.map(\.element)
    guard let first = differing.min() else { return [] }
    return [
      "The result of \(differing.count) examples differs \(how), that of example \(first) first."
    ]
  }
}
