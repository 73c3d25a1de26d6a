public import PlateauNetworks
import PlateauNumerics
public import PlateauRobustness

/// The fast gradient sign method as training meets it: in Float, with naive gradients, in place.
///
/// x′ = clip(x + ε·sign ∇ₓL(x, y), 0, 1) with L the cross-entropy, against the parameters of the
/// moment.
///
/// Source: I. Goodfellow, J. Shlens and C. Szegedy, "Explaining and Harnessing Adversarial
/// Examples", 2015, section 6.
public struct FastGradientTraining: TrainingAttack {
  /// The size of the step, in units of the input.
  public let epsilon: Double

  /// Creates the attack.
  ///
  /// - Precondition: `epsilon` is finite and not negative.
  public init(epsilon: Double) {
    precondition(epsilon >= 0 && epsilon.isFinite, "epsilon is a distance")
    self.epsilon = epsilon
  }

  /// Makes the memory in which one thread perturbs up to `capacity` examples at a time.
  public func makePerturber(_ architecture: Architecture, capacity: Int) -> any Perturber {
    FastGradientPerturber(architecture, capacity: capacity, epsilon: Float(epsilon))
  }
}

private final class FastGradientPerturber: Perturber {
  private let pass: InputPass<Float>
  private let origin: RowBuffer<Float>
  private let gradient: RowBuffer<Float>
  private let epsilon: Float

  init(_ architecture: Architecture, capacity: Int, epsilon: Float) {
    pass = InputPass(architecture, capacity: capacity)
    // Which thread takes a shard, and in which step for the first time, is left to chance.
    pass.allocateSignals()
    origin = RowBuffer(capacity: capacity, columns: architecture.input.count)
    gradient = RowBuffer(capacity: capacity, columns: architecture.input.count)
    self.epsilon = epsilon
  }

  func perturb(
    _ inputs: UnsafeMutablePointer<Float>, labels: UnsafePointer<Int32>, rows: Int,
    parameters: UnsafePointer<Float>
  ) {
    let count = rows * origin.columns
    pass.inputGradient(
      parameters, inputs, labels: labels, rows: rows, loss: .crossEntropy, rule: .naive,
      into: gradient.pointer)
    origin.pointer.update(from: inputs, count: count)
    Float.kernels.signStep(
      count: count, point: inputs, along: gradient.pointer, around: origin.pointer, step: epsilon,
      epsilon: epsilon, lower: 0, upper: 1)
  }
}
