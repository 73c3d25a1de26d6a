import PlateauExperiments

/// The targeted attacks on one network with one gain.
struct TargetedGroup {
  /// One attack with each kind of gradient.
  struct Row {
    /// The word of the attack.
    let attack: String
    var naive: TargetedRecord?
    var stable: TargetedRecord?
    var swept: TargetedRecord?

    /// Those that were made, in order.
    var records: [TargetedRecord] { [naive, stable, swept].compactMap(\.self) }

    /// How much more often the target is reached over the sweep than naively.
    var gap: Double? {
      guard let naive, let swept else { return nil }
      return swept.successRate - naive.successRate
    }
  }

  /// The name of the network.
  let model: String
  let gain: Double
  private(set) var rows: [Row] = []

  /// All groups, and the rows of each, in the order in which they come first.
  static func groups(_ records: [TargetedRecord]) -> [TargetedGroup] {
    var groups: [TargetedGroup] = []
    for record in records {
      let known = groups.firstIndex { $0.model == record.model && $0.gain == record.gain }
      let place = known ?? groups.count
      if known == nil { groups.append(TargetedGroup(model: record.model, gain: record.gain)) }
      groups[place].add(record)
    }
    return groups
  }

  private init(model: String, gain: Double) {
    self.model = model
    self.gain = gain
  }

  private mutating func add(_ record: TargetedRecord) {
    let known = rows.firstIndex { $0.attack == record.attack }
    let place = known ?? rows.count
    if known == nil { rows.append(Row(attack: record.attack)) }
    switch record.gradient {
    case "naive": rows[place].naive = record
    case "stable": rows[place].stable = record
    default: rows[place].swept = record
    }
  }

  /// What a network under targeted attacks is called: `saturating sigmoid, gain 30`.
  static func label(_ name: String, gain: Double, in record: ReproductionRecord) -> String {
    let model = record.model(named: name)
    let words =
      model.map {
        "\($0.training.word) \($0.activation.word)"
          + ($0.family == .mlp ? "" : " \($0.family.word)")
      } ?? name
    return gain == 1 ? words : "\(words), gain\u{A0}\(Wording.plain(gain))"
  }
}

extension Wording {
  /// An attack as text: `lbfgs` is L-BFGS, `gradient-sign` gradient sign.
  static func attack(_ word: String) -> String {
    word == "lbfgs" ? "L-BFGS" : word.replacing("-", with: " ")
  }

  /// A kind of gradient as reports name it.
  static func gradient(_ word: String) -> String {
    switch word {
    case "naive": "naive float32"
    case "surrogate": "swept"
    default: word
    }
  }
}
