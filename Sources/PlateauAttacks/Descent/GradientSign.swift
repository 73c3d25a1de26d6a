import PlateauNumerics
import PlateauRobustness

/// Many small steps along the sign of the gradient, from the example; meant for a target class.
///
/// Each step changes every value by ``size`` whatever the norm of the threat, and is projected into
/// the ball and the box.
///
/// Source: A. Kurakin, I. Goodfellow and S. Bengio, "Adversarial examples in the physical world",
/// 2017, sections 2.2 and 2.3, whose step is one of 255 levels of a pixel.
public struct GradientSign: Attack {
  /// `gradient-sign`.
  public var name: String { "gradient-sign" }
  /// Steps and the size of a step.
  public var parameters: String { "steps=\(steps) size=\(size)" }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The number of steps, at least 1.
  public let steps: Int
  /// The change of a value in one step, as a share of the width of the box.
  public let size: Double

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `size` are positive.
  public init(steps: Int = 1000, size: Double = 1.0 / 255) {
    precondition(steps >= 1, "at least one step")
    precondition(size > 0 && size.isFinite, "a step has a size")
    self.steps = steps
    self.size = size
  }

  /// Steps from the example and proposes where it ends.
  ///
  /// For a model without input gradient it proposes the example itself.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let columns = trial.iterates.columns
    let length = size * trial.threat.width
    for _ in 0..<steps where trial.count > 0 {
      trial.computeGradient()
      let gradient = trial.gradient
      for row in 0..<trial.count {
        let direction = gradient.row(row)
        let point = trial.iterates.row(row)
        for column in 0..<columns {
          point[column] += direction[column] > 0 ? length : direction[column] < 0 ? -length : 0
        }
        trial.project(point, around: row)
      }
    }
    trial.propose()
  }
}
