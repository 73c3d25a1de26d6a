import PlateauCertification

/// What was seen of the instances of a kind.
struct OrderingTally {
  private(set) var instances = 0
  private(set) var holds = 0
  private(set) var violated = 0
  private(set) var unknown: [VerificationAnswer.Reason: Int] = [:]
  /// The least of what each bound exceeds the one before by, and the number of those above 0.
  private var gaps = Array(repeating: (least: Double.infinity, positive: 0), count: 4)
  /// The largest of what the least margin found exceeds the bound of branch and bound by.
  private(set) var widest = 0.0

  /// Adds an instance: interval ≤ CROWN ≤ α-CROWN ≤ complete ≤ attack.
  mutating func add(_ bounds: [Double], _ answer: VerificationAnswer) {
    instances += 1
    switch answer {
    case .holds: holds += 1
    case .violated: violated += 1
    case .unknown(let reason): unknown[reason, default: 0] += 1
    }
    for index in gaps.indices {
      let gap = bounds[index + 1] - bounds[index]
      gaps[index].least = min(gaps[index].least, gap)
      if gap > 0 { gaps[index].positive += 1 }
    }
    widest = max(widest, bounds[4] - bounds[3])
  }

  mutating func add(_ other: OrderingTally) {
    instances += other.instances
    holds += other.holds
    violated += other.violated
    unknown.merge(other.unknown, uniquingKeysWith: +)
    for index in gaps.indices {
      gaps[index].least = min(gaps[index].least, other.gaps[index].least)
      gaps[index].positive += other.gaps[index].positive
    }
    widest = max(widest, other.widest)
  }

  var isInOrder: Bool { gaps.allSatisfy { $0.least >= 0 } }

  /// The number of instances for which each bound is better than the one before.
  var positive: [Int] { gaps.map(\.positive) }

  func text(_ name: String) -> String {
    let names = ["CROWN − interval", "α − CROWN", "complete − α", "attack − complete"]
    let parts = zip(names, gaps).map { "\($0) ≥ \($1.least), above 0: \($1.positive)" }
    let open = unknown.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
    return "\(name): \(instances) instances, \(holds) proven, \(violated) refuted"
      + (open.isEmpty ? "; " : ", \(open); ") + parts.joined(separator: "; ")
      + "; attack − complete ≤ \(widest)"
  }
}
