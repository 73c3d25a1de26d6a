public import PlateauData
public import PlateauNumerics
public import PlateauRobustness

/// A search for inputs that a model gets wrong.
///
/// An attack only proposes. The harness that calls it moves each proposal inside the threat model,
/// evaluates the real model on it in Double, and alone decides what succeeded:
///
/// ```swift
/// let attack = ProjectedGradientDescent(steps: 100, restarts: 5)
/// let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
/// let result = attack(network, on: digits.test, within: threat)
/// print(result.robustAccuracy)
/// ```
public protocol Attack: Sendable {
  /// The word for it in records and on the command line.
  var name: String { get }
  /// What else determines it, in the form `steps=40 restarts=5`: a key under which results are kept.
  var parameters: String { get }
  /// The number of independent starts, at least 1.
  var starts: Int { get }

  /// Searches from one start, and proposes what it finds to the trial.
  ///
  /// - Parameters:
  ///   - trial: Examples under attack, their iterates, and the means to compute gradients.
  ///   - start: The number of the start, in `0..<starts`.
  func search(_ trial: Trial, start: Int)
}

// An extension and no requirement: an attack cannot replace the harness.
extension Attack {
  /// Runs the attack through the harness.
  ///
  /// - Parameters:
  ///   - model: The model under attack.
  ///   - examples: The examples to perturb.
  ///   - threat: What is allowed.
  ///   - goal: What the model is to be made to say.
  ///   - options: The gradient rule, precision, loss and seed.
  ///   - numbers: The number of each example, from which its random numbers derive: 0, 1, … unless
  ///     they are a part of a larger set.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - progress: Told, on the calling thread, the share of the work that is done.
  /// - Returns: One outcome and one perturbed input for each example.
  /// - Precondition: The examples have the model's input shape and classes, lie in the box, and a
  ///   targeted goal has a class for each.
  /// - Complexity: Gradients take two passes of the network each; memory is that of a few shards
  ///   of examples for each thread.
  public func callAsFunction(
    _ model: some AttackableModel, on examples: Examples, within threat: ThreatModel,
    goal: AttackGoal = .untargeted, options: AttackOptions = AttackOptions(),
    numbers: [Int]? = nil, workers: Workers = Workers(), progress: ((Double) -> Void)? = nil
  ) -> AttackResult {
    let harness = AttackHarness(
      model: model, examples: examples, indices: numbers ?? Array(0..<examples.count),
      threat: threat, goal: goal, options: options)
    return harness.run(self, workers: workers, progress: progress)
  }
}
