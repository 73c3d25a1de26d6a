import PlateauNumerics
import PlateauRobustness
import RealModule

/// Steps along a decaying sum of gradients, each divided by its ℓ1 length; MI-FGSM in ℓ∞.
///
/// g ← μ·g + ∇ₓL/‖∇ₓL‖₁; x ← x + α·sign g, projected into the ball and the box. In ℓ2 the step is
/// α·g/‖g‖₂, which the source calls MI-FGM.
///
/// Source: Y. Dong et al., "Boosting Adversarial Attacks with Momentum", 2018, section 3.
public struct MomentumIterativeMethod: Attack {
  /// `mi-fgsm`.
  public var name: String { "mi-fgsm" }
  /// Steps, the size of a step and the decay.
  public var parameters: String { "steps=\(steps) step=\(relativeStep) decay=\(decay)" }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The number of steps, at least 1.
  public let steps: Int
  /// The size of a step in units of epsilon; the source takes one over the number of steps.
  public let relativeStep: Double
  /// The share μ of the sum that is kept, not negative.
  public let decay: Double

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `relativeStep` are positive, `decay` is not negative.
  public init(steps: Int = 10, relativeStep: Double? = nil, decay: Double = 1) {
    precondition(steps >= 1, "at least one step")
    let size = relativeStep ?? 1 / Double(steps)
    precondition(size > 0 && size.isFinite, "a step has a size")
    precondition(decay >= 0 && decay.isFinite, "a decay is not negative")
    self.steps = steps
    self.relativeStep = size
    self.decay = decay
  }

  /// Climbs from the example and proposes where it ends.
  ///
  /// For a model without input gradient it proposes the example itself.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let sums = trial.vectors("sums", columns: trial.iterates.columns)
    for row in 0..<trial.count {
      sums.row(row).clear(count: sums.columns)
    }
    for _ in 0..<steps where trial.count > 0 {
      trial.computeGradient()
      let gradient = trial.gradient
      for row in 0..<trial.count { add(gradient.row(row), to: sums.row(row), sums.columns) }
      trial.step(trial.iterates, along: sums, by: trial.threat.epsilon * relativeStep)
    }
    trial.propose()
  }

  /// Adds a gradient of ℓ1 length 1; one that is zero or not finite adds nothing.
  private func add(
    _ gradient: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    let most = Double.kernels.largestMagnitude(count: count, of: gradient)
    // Divided by the largest first, so that the sum neither overflows nor underflows.
    var length = 0.0
    if most > 0 && most.isFinite {
      for index in 0..<count { length += (gradient[index] / most).magnitude }
    }
    for index in 0..<count {
      sum[index] = decay * sum[index] + (length > 0 ? gradient[index] / most / length : 0)
    }
  }
}
