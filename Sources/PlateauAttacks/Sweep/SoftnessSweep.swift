public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Runs a gradient attack with the exact gradient and with those of softened networks.
///
/// On saturated networks the exact gradient, however stable, follows the few units that happen to
/// be near their threshold. The gradient of the network with φ(z/T) in place of φ(z) sees all of
/// them; success is judged on the real network. The result is the worst case over the softness T.
public struct SoftnessSweep: Sendable {
  /// The attack that is repeated.
  public let attack: any Attack
  /// The softnesses T tried after the exact network, positive.
  public let softnesses: [Double]

  /// Creates a sweep.
  ///
  /// - Precondition: every softness is positive.
  public init(_ attack: any Attack, softnesses: [Double]) {
    precondition(softnesses.allSatisfy { $0 > 0 && $0.isFinite }, "softness is positive")
    self.attack = attack
    self.softnesses = softnesses
  }

  /// Runs the attack once for each softness, on the examples that survived so far.
  ///
  /// - Parameters:
  ///   - model: The model under attack.
  ///   - examples: The examples to perturb.
  ///   - threat: What is allowed.
  ///   - goal: What the model is to be made to say.
  ///   - options: How it computes; the rule is replaced by `stable` and the surrogates.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example the first success, or the last proposal.
  public func callAsFunction(
    _ model: some AttackableModel, on examples: Examples, within threat: ThreatModel,
    goal: AttackGoal = .untargeted, options: AttackOptions = AttackOptions(),
    workers: Workers = Workers()
  ) -> AttackResult {
    let rules = [.stable] + softnesses.map { GradientRule.surrogate(softness: $0) }
    let steps = rules.map { rule in
      var options = options
      options.rule = rule
      return AttackSequence.Step(attack, options: options)
    }
    return AttackSequence(steps)(
      model, on: examples, within: threat, goal: goal, workers: workers)
  }
}

extension SoftnessSweep {
  /// The shares of the median pre-activation that are tried.
  static var divisors: [Double] { [40, 20, 10, 4, 1.5] }

  /// The softnesses for a network: m/40, m/20, m/10, m/4 and m/1.5, where m is the median |z| over
  /// hidden units and examples.
  ///
  /// Sigmoid and tanh turn from slope to plateau within one unit of z: with either of them softnesses
  /// below 1 become 1, which is left out where it is the exact network. A rectifier's turn is a point;
  /// only m says how softly it may be rounded, and there is no smallest T.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - inputs: Clean examples, of shape `[examples, features]`; the first 1000 are used.
  ///   - workers: The threads.
  /// - Returns: Softnesses in ascending order; none for a network without hidden layers.
  public static func softnesses(
    of network: Network<Double>, on inputs: Matrix<Float>, workers: Workers = Workers()
  ) -> [Double] {
    let sample = inputs.rows(0..<min(inputs.rows, 1000)).converted(to: Double.self)
    var magnitudes = network.hiddenPreActivations(of: sample, workers: workers)
      .flatMap { $0.elements.map(\.magnitude) }
    guard !magnitudes.isEmpty else { return [] }
    magnitudes.sort()
    let median = magnitudes[magnitudes.count / 2]
    let activations = network.architecture.hiddenActivations.compactMap { $0 }
    let isExactAtOne = activations.allSatisfy(\.isSigmoidLike)
    let least = activations.contains(where: \.isSigmoidLike) ? 1.0 : 0
    let values = Set(divisors.map { max(least, median / $0) })
    return values.filter { $0 > (isExactAtOne ? 1 : 0) && $0.isFinite }.sorted()
  }
}
