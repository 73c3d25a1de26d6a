import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension AttackPlan {
  /// The attacks that a kind stands for, in the order in which they are run.
  ///
  /// - Parameters:
  ///   - kind: One of ``kinds``.
  ///   - softnesses: Those of the sweep.
  /// - Returns: At least one attack, with how it computes.
  func steps(of kind: Kind, softnesses: [Double]) -> [AttackSequence.Step] {
    switch kind {
    case .standard:
      // What takes no gradients would find the same again.
      return rules(softnesses).enumerated().flatMap { number, rule in
        AttackSuite.standard(options: options(rule))
          .filter { number == 0 || !($0.attack is SquareAttack) }
      }
    case .thorough:
      return AttackSuite.thorough(softnesses: softnesses, options: options(.stable))
    default:
      let attack = attack(kind)
      return rules(softnesses).map { AttackSequence.Step(attack, options: options($0)) }
    }
  }

  private func rules(_ softnesses: [Double]) -> [GradientRule] {
    switch gradient {
    case .rule(let rule): [rule]
    case .sweep: [.stable] + softnesses.map { .surrogate(softness: $0) }
    }
  }

  private func options(_ rule: GradientRule) -> AttackOptions {
    AttackOptions(
      rule: rule, precision: precision, loss: loss, leavesEarly: leavesEarly,
      keepsSmallest: keepsSmallest, seed: seed)
  }

  /// One attack, with the steps and restarts of the plan where it says any.
  private func attack(_ kind: Kind) -> any Attack {
    let steps = steps ?? kind.steps ?? 1
    let restarts = restarts ?? kind.restarts ?? 1
    return switch kind {
    case .fgsm: FastGradientSign()
    case .bim: BasicIterativeMethod(steps: steps, relativeStep: relativeStep)
    case .pgd, .standard, .thorough:
      ProjectedGradientDescent(
        steps: steps, restarts: restarts, relativeStep: relativeStep, decays: decays)
    case .momentum: MomentumIterativeMethod(steps: steps)
    case .gradientDescent: GradientDescent(steps: steps)
    case .gradientSign: GradientSign(steps: steps)
    case .apgdCrossEntropy: AutoProjectedGradientDescent(steps: steps, restarts: restarts)
    case .apgdLogitRatio:
      AutoProjectedGradientDescent(loss: .logitRatio, steps: steps, restarts: restarts)
    case .apgdTargeted:
      AutoProjectedGradientDescent(
        loss: .logitRatio, steps: steps, restarts: restarts, targets: 9)
    case .fab: FastAdaptiveBoundary(steps: steps, restarts: restarts)
    case .fabTargeted: FastAdaptiveBoundary(steps: steps, targets: 9, restarts: restarts)
    case .square: SquareAttack(queries: steps, restarts: restarts)
    case .hopSkipJump: HopSkipJump(queries: steps, restarts: restarts)
    case .carliniWagner: CarliniWagner(iterations: steps)
    case .deepFool: DeepFool(steps: steps)
    case .lbfgs: LimitedMemoryBFGS(iterations: steps)
    case .noise: RandomNoise(draws: steps)
    }
  }
}

extension AttackPlan.Kind {
  /// The steps of each start, the queries or the draws, if a plan says none; nil where there is no
  /// choice.
  public var steps: Int? {
    switch self {
    case .fgsm, .standard, .thorough: nil
    case .bim, .pgd: 40
    case .momentum: 10
    case .gradientDescent, .gradientSign, .carliniWagner, .lbfgs, .noise: 1000
    case .apgdCrossEntropy, .apgdLogitRatio, .apgdTargeted, .fab, .fabTargeted: 100
    case .square, .hopSkipJump: 5000
    case .deepFool: 50
    }
  }

  /// The starts if a plan says none; nil where there is no choice.
  public var restarts: Int? {
    switch self {
    case .pgd: 5
    case .apgdCrossEntropy, .apgdLogitRatio, .apgdTargeted, .fab, .fabTargeted, .square,
      .hopSkipJump:
      1
    default: nil
    }
  }
}
