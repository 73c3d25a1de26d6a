import PlateauNetworks

/// Attacks that are run one after the other, as values for an ``AttackSequence``.
public enum AttackSuite {
  /// The standard version of AutoAttack: parameter-free attacks of different kinds, untargeted and
  /// towards the nine classes likeliest at first.
  ///
  /// The same for both norms. Gradients of saturated networks do not vanish under the stable rule,
  /// but on such networks this suite overestimates robustness; see ``thorough(softnesses:options:)``.
  ///
  /// Source: F. Croce and M. Hein, "Reliable evaluation of adversarial robustness with an ensemble
  /// of diverse parameter-free attacks", 2020, section 6.
  ///
  /// - Parameter options: How the attacks compute; their losses are their own.
  /// - Returns: The attacks in the order in which they are run.
  public static func standard(
    options: AttackOptions = AttackOptions()
  ) -> [AttackSequence.Step] {
    let attacks: [any Attack] = [
      AutoProjectedGradientDescent(loss: .crossEntropy),
      AutoProjectedGradientDescent(loss: .logitRatio, targets: 9),
      FastAdaptiveBoundary(targets: 9), SquareAttack(),
    ]
    return attacks.map { AttackSequence.Step($0, options: options) }
  }

  /// The standard suite, and then gradients of softened networks.
  ///
  /// On saturated networks it is the softened gradients that find what can be broken.
  ///
  /// - Parameters:
  ///   - softnesses: The softnesses T tried, at least 1 each; see ``SoftnessSweep``.
  ///   - options: How the attacks compute; the rule and the loss are those of each attack.
  /// - Returns: The attacks in the order in which they are run.
  public static func thorough(
    softnesses: [Double], options: AttackOptions = AttackOptions()
  ) -> [AttackSequence.Step] {
    precondition(softnesses.allSatisfy { $0 >= 1 && $0.isFinite }, "softness is at least 1")
    var exact = options
    exact.rule = .stable
    let attack = ProjectedGradientDescent(steps: 100, restarts: 5, decays: true)
    return standard(options: exact)
      + ([.stable] + softnesses.map { GradientRule.surrogate(softness: $0) }).map { rule in
        var options = options
        options.rule = rule
        options.loss = .margin
        return AttackSequence.Step(attack, options: options)
      }
  }
}
