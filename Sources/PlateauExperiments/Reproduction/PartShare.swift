import PlateauTraining

/// The share of a part of a reproduction that is done, by what the part tells.
struct PartShare {
  /// The share, from 0 to 1; it never falls.
  private(set) var value = 0.0
  private let cost: PartCost
  private var trains = false

  /// Begins with nothing done.
  init(_ cost: PartCost) { self.cost = cost }

  /// Takes what is being done.
  mutating func update(_ activity: ReproductionProgress.Activity) {
    switch activity {
    case .training(let step): train(to: Double(step.step) / Double(max(step.totalSteps, 1)))
    case .measuring(_, let share): measure(to: share)
    case .finished: raise(to: 1)
    }
  }

  /// Notes the share of training that is done.
  mutating func train(to share: Double) {
    trains = true
    raise(to: trained * share)
  }

  /// Notes the share of all else that is done.
  mutating func measure(to share: Double) {
    // A network that was there when the part began took no time of it.
    raise(to: trains ? trained + (1 - trained) * share : share)
  }

  private mutating func raise(to share: Double) {
    // More may withstand an attack than was counted on.
    value = min(1, max(value, share))
  }

  private var trained: Double { cost.total > 0 ? cost.training / cost.total : 0 }
}
