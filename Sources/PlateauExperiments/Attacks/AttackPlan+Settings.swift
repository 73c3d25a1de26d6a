import PlateauData

extension AttackPlan {
  /// What can be chosen of a plan, and not of every attack.
  public enum Setting: Sendable, Hashable, CaseIterable {
    /// How gradients are computed.
    case gradient
    /// The loss that is ascended.
    case loss
    /// The steps of each start, or the queries.
    case steps
    /// The starts.
    case restarts
    /// The size of steps in units of epsilon.
    case relativeStep
    /// Whether steps shrink.
    case decay
    /// Whether the search goes on after a success, for the smallest perturbation.
    case smallest
    /// Whether every step is run, instead of leaving early.
    case everyStep

    /// The attacks that it makes a difference to.
    public var users: [Kind] { Kind.allCases.filter { $0.uses(self) } }
  }
}

extension AttackPlan.Kind {
  /// Whether a setting makes a difference to the attack.
  ///
  /// Precision, targets and the seed are left out: every attack computes in the precision that is
  /// asked for and can be aimed at a class, and a seed says only how random numbers are drawn, if any
  /// are.
  public func uses(_ setting: AttackPlan.Setting) -> Bool {
    switch setting {
    // Thorough takes stable gradients and those of every softness.
    case .gradient: usesGradients && self != .thorough
    case .loss: [.fgsm, .bim, .pgd, .momentum, .gradientDescent, .gradientSign].contains(self)
    case .steps: steps != nil
    case .restarts: restarts != nil
    case .relativeStep: [.bim, .pgd].contains(self)
    case .decay: self == .pgd
    // These propose a single point.
    case .smallest: self != .fgsm && self != .deepFool
    case .everyStep: self != .fgsm
    }
  }

  /// Whether the attack computes gradients.
  public var usesGradients: Bool { ![.square, .hopSkipJump, .noise].contains(self) }
}

// MARK: - Names

extension AttackPlan.Kind {
  /// The attack of a name, whatever its capitals and marks: `FGSM`, `HopSkipJump`.
  public init?(named name: String) {
    let wanted = Self.plain(name)
    guard let kind = Self.allCases.first(where: { Self.plain($0.rawValue) == wanted }) else {
      return nil
    }
    self = kind
  }

  /// The attacks that a name was probably meant for.
  public static func near(_ name: String) -> [AttackPlan.Kind] {
    let wanted = plain(name)
    if let kinds = others[wanted] { return kinds }
    guard wanted.count >= 3 else { return [] }
    let names = allCases.map(\.rawValue)
    let extended = allCases.filter {
      plain($0.rawValue).hasPrefix(wanted) || wanted.hasPrefix(plain($0.rawValue))
    }
    guard extended.isEmpty else { return extended }
    return NearbyNames.closest(to: name, among: names).flatMap(AttackPlan.Kind.init(named:))
      .map { [$0] } ?? []
  }

  /// What others call them.
  private static let others: [String: [AttackPlan.Kind]] = [
    "aa": [.standard], "autoattack": [.standard], "autopgd": [.apgdCrossEntropy, .apgdLogitRatio],
    "c&w": [.carliniWagner], "carlini": [.carliniWagner], "carliniwagner": [.carliniWagner],
    "ifgsm": [.bim], "mim": [.momentum], "nifgsm": [.momentum], "hsja": [.hopSkipJump],
    "boundary": [.hopSkipJump], "gaussian": [.noise], "uniform": [.noise], "random": [.noise],
  ]

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { !"-_ ".contains($0) }
  }
}
