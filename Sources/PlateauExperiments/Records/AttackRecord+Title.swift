import PlateauNumerics

extension AttackRecord {
  /// The attack with its gradient and precision, such as `stable double pgd`.
  public var title: String {
    let softness = softness.map { " T " + $0.map(NumberText.short).joined() } ?? ""
    return "\(gradient)\(softness) \(precision.rawValue) \(name)"
  }
}
