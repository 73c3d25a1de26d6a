/// Everything that determines targeted attacks on a network, besides it and the data.
public struct TargetedPlan: Codable, Sendable, Hashable {
  /// The version of this layout and of what is measured.
  public var version = 1
  /// Whether iterations are few.
  public var isQuick: Bool
  /// The most steps of gradient descent and gradient sign, and of each minimization of L-BFGS.
  public var iterations: Int

  /// Creates the plan of the full or the quick attacks.
  ///
  /// The full ones have the paper's 1000 iterations of L-BFGS, and as many of the others.
  public init(isQuick: Bool) {
    self.isQuick = isQuick
    iterations = isQuick ? 50 : 1000
  }

  /// The attacks, in the order of the table.
  static let attacks: [AttackPlan.Kind] = [.gradientDescent, .gradientSign, .lbfgs]
}
