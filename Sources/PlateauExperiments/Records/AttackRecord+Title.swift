import PlateauNumerics

extension AttackRecord {
  /// The attack with its gradient and precision, such as `stable double pgd`.
  public var title: String {
    guard gradient != Self.noGradient else { return "\(precision.rawValue) \(name)" }
    let softness = softness.map { " T " + $0.map(NumberText.short).joined() } ?? ""
    return "\(gradient)\(softness) \(precision.rawValue) \(name)"
  }
}
