import PlateauNumerics
import PlateauRobustness
import RealModule

/// Many small steps along the gradient itself, from the example; meant for a target class.
///
/// Each step is the gradient, scaled so that the largest change is ``size``, and is projected into
/// the ball and the box. The scale cannot be that of the loss: the gradient of a saturated network
/// is smaller than any number, and comes with a power of two for each example.
///
/// Source: A. Nayebi and S. Ganguli, "Biologically inspired protection of deep networks from
/// adversarial attacks", 2017, targeted iterative attacks; the size is our choice.
public struct GradientDescent: Attack {
  /// `gradient-descent`.
  public var name: String { "gradient-descent" }
  /// Steps and the size of a step.
  public var parameters: String { "steps=\(steps) size=\(size)" }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The number of steps, at least 1.
  public let steps: Int
  /// The largest change of a value in one step, as a share of the width of the box.
  public let size: Double

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `size` are positive.
  public init(steps: Int = 1000, size: Double = 0.01) {
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
        let most = Double.kernels.largestMagnitude(count: columns, of: direction)
        guard most > 0 && most.isFinite else { continue }
        let point = trial.iterates.row(row)
        for column in 0..<columns { point[column] += length * (direction[column] / most) }
        trial.project(point, around: row)
      }
    }
    trial.propose()
  }
}
