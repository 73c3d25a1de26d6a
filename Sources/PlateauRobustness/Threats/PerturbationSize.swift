/// The size of a perturbation under four norms, in units of the input.
public struct PerturbationSize: Sendable, Hashable {
  /// The largest change of a value.
  public let lInfinity: Double
  /// The Euclidean length.
  public let l2: Double
  /// The sum of the changes' magnitudes.
  public let l1: Double
  /// The number of values changed.
  public let l0: Int

  /// No perturbation.
  public static let none = PerturbationSize(lInfinity: 0, l2: 0, l1: 0, l0: 0)

  /// Creates a size from its four numbers.
  public init(lInfinity: Double, l2: Double, l1: Double, l0: Int) {
    self.lInfinity = lInfinity
    self.l2 = l2
    self.l1 = l1
    self.l0 = l0
  }

  /// Measures `perturbed` − `original`, each value in Double.
  ///
  /// - Precondition: both have `count` values.
  /// - Complexity: O(*count*)
  package init(
    from original: UnsafePointer<Float>, to perturbed: UnsafePointer<Float>, count: Int
  ) {
    var largest = 0.0
    var squares = 0.0
    var sum = 0.0
    var changed = 0
    for index in 0..<count {
      let change = (Double(perturbed[index]) - Double(original[index])).magnitude
      largest = max(largest, change)
      squares += change * change
      sum += change
      changed += change > 0 ? 1 : 0
    }
    self.init(lInfinity: largest, l2: squares.squareRoot(), l1: sum, l0: changed)
  }

  /// The size under the norm of a threat model.
  public func size(in norm: Norm) -> Double {
    norm.ball.size(of: self)
  }
}
