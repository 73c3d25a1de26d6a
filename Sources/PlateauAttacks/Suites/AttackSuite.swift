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

  /// The standard suite under the stable rule, and then gradients of softened networks.
  ///
  /// - Parameters:
  ///   - softnesses: The softnesses T tried, positive each; see ``SoftnessSweep``.
  ///   - options: How the attacks compute; rules and losses are their own.
  /// - Returns: The attacks in the order in which they are run.
  public static func thorough(
    softnesses: [Double], options: AttackOptions = AttackOptions()
  ) -> [AttackSequence.Step] {
    var exact = options
    exact.rule = .stable
    return standard(options: exact) + sweep(softnesses: softnesses, options: options)
  }

  /// Gradients of softened networks, which find most of what can be broken on saturated ones.
  ///
  /// Under each softness the parameter-free attacks run on what survived so far: the cross-entropy
  /// first, which breaks most at the least cost, and the targets where it failed.
  ///
  /// - Parameters:
  ///   - softnesses: The softnesses T tried, positive each; see ``SoftnessSweep``.
  ///   - options: How the attacks compute; rules and losses are their own.
  /// - Returns: The attacks in the order in which they are run.
  public static func sweep(
    softnesses: [Double], options: AttackOptions = AttackOptions()
  ) -> [AttackSequence.Step] {
    precondition(softnesses.allSatisfy { $0 > 0 && $0.isFinite }, "a softness is positive")
    let attacks: [any Attack] = [
      AutoProjectedGradientDescent(loss: .crossEntropy),
      AutoProjectedGradientDescent(loss: .logitRatio, targets: 9),
    ]
    return attacks.flatMap { attack in
      softnesses.map { softness in
        var softened = options
        softened.rule = .surrogate(softness: softness)
        return AttackSequence.Step(attack, options: softened)
      }
    }
  }
}
