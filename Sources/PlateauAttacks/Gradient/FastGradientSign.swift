import PlateauRobustness

/// One step of size epsilon along the gradient: its sign in ℓ∞, its direction in ℓ2.
///
/// x′ = x + ε·sign ∇ₓL(x, y); towards a target x − ε·sign ∇ₓL(x, target); then clipped to the box.
///
/// Source: I. Goodfellow, J. Shlens and C. Szegedy, "Explaining and Harnessing Adversarial
/// Examples", 2015, section 4.
public struct FastGradientSign: Attack {
  /// `fgsm`.
  public var name: String { "fgsm" }
  /// None.
  public var parameters: String { "" }
  /// One: the example itself.
  public var starts: Int { 1 }

  /// Creates the attack.
  public init() {}

  /// Takes the step and proposes it.
  ///
  /// For a model without input gradient it proposes the example itself.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    trial.computeGradient()
    trial.step(by: trial.threat.epsilon)
    trial.propose()
  }
}
