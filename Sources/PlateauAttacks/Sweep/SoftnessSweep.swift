public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Runs a gradient attack with the exact gradient and with those of softened networks.
///
/// On saturated networks the exact gradient, however stable, follows the few units that happen to
/// be near their threshold. The gradient of the softened network, with φ(z/T) in place of φ(z) or
/// T·softplus(z/T) in place of a rectifier, sees all of them; success is judged on the real network.
/// The result is the worst case over the softness T.
public struct SoftnessSweep: Sendable {
  /// The attack that is repeated.
  public let attack: any Attack
  /// The softnesses T tried after the exact network, positive each.
  public let softnesses: [Double]

  /// Creates a sweep.
  ///
  /// - Precondition: every softness is positive and finite.
  public init(_ attack: any Attack, softnesses: [Double]) {
    precondition(softnesses.allSatisfy { $0 > 0 && $0.isFinite }, "a softness is positive")
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

  /// The softnesses for a network: m/40, m/20, m/10, m/4 and m/1.5, where m is the median |z| of
  /// what enters hidden nonlinearities on the examples.
  ///
  /// Where there are sigmoid or tanh units none is below 1: φ(z/T) would be steeper than φ(z) itself.
  /// Nor is any where there are others that bend smoothly, whose softened form T·φ(z/T) begins there.
  /// Those below 1 become 1, which is left out where it is the exact network, without a rectifier.
  ///
  /// Among rectifiers alone there is no such scale, and no least softness. A ReLU network computes
  /// the same when all weights and biases up to a layer are multiplied so that its z become c·z, and
  /// those after it undo it, since max(0, c·z) = c·max(0, z); and softened by c·T it computes what it
  /// did softened by T, since c·T·softplus(c·z/(c·T)) = c·T·softplus(z/T). Softnesses proportional to
  /// m find the same perturbations of all these networks when every layer has the same c. Values of
  /// z that are exactly zero, of units without any input, do not count.
  ///
  /// One T serves all layers. Too small for a layer it leaves that layer's gradient as it was, too
  /// large it still lets something through: among rectifiers m is therefore the largest of the
  /// layers' medians, and layers up to 40 times smaller are softened in proportion by another T. If
  /// they differ by more, the sweep sees less than it would on a rescaled network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - inputs: Clean examples, of shape `[examples, features]`; the first 1000 are used, and of a
  ///     network of more than 4,000 hidden units as many as have four million of them.
  ///   - workers: The threads.
  /// - Returns: Softnesses in ascending order; none for a network without hidden nonlinearities.
  public static func softnesses(
    of network: Network<Double>, on inputs: Matrix<Float>, workers: Workers = Workers()
  ) -> [Double] {
    let activations = network.architecture.hiddenActivations
    let kinds = Set(activations.compactMap(\.self))
    // Where none has a softened form of its own there is nothing to sweep.
    guard kinds.contains(where: { $0.function.leastSoftness.isFinite }) else { return [] }
    let isPiecewiseLinear = kinds.allSatisfy { $0.function.leastSoftness == 0 }
    let units = network.architecture.hiddenWidths.reduce(1, +)
    let count = min(inputs.rows, 1000, max(1, 4_000_000 / units))
    let sample = inputs.rows(0..<count).converted(to: Double.self)
    let layers = zip(activations, network.hiddenPreActivations(of: sample, workers: workers))
      .filter { $0.0 != nil }
      .map { $0.1.elements.map(\.magnitude).filter { $0.isFinite } }
    if isPiecewiseLinear {
      let largest = layers.compactMap { median($0.filter { $0 > 0 }) }.max()
      return largest.map { m in divisors.map { m / $0 }.filter { $0 > 0 } } ?? []
    }
    guard let median = median(layers.flatMap(\.self)) else { return [] }
    let values = Set(divisors.map { max(1, median / $0) })
    return values.filter { $0 > 1 || !kinds.allSatisfy { $0.function.leastSoftness >= 1 } }.sorted()
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
