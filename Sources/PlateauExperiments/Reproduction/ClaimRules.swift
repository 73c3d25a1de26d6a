import PlateauGeometry
import PlateauNetworks

/// Judges the paper's claims by rules, from what was measured.
///
/// Nothing here knows what the outcome should be: other data give other verdicts.
struct ClaimRules {
  let models: [ModelRecord]
  let geometry: [GeometryRecord]
  let targeted: [TargetedRecord]
  let linear: LinearRecord?
  let certification: CertificationStudyRecord?

  /// The loss of clean accuracy that still counts as maintained.
  static let accuracyAllowance = 0.01

  init(
    _ models: [ModelRecord], geometry: [GeometryRecord] = [], targeted: [TargetedRecord] = [],
    linear: LinearRecord? = nil, certification: CertificationStudyRecord? = nil
  ) {
    self.models = models
    self.geometry = geometry
    self.targeted = targeted
    self.linear = linear
    self.certification = certification
  }

  var claims: [ClaimRecord] {
    [
      performance(.sigmoid), performance(.relu), targetedAttacks(.sigmoid), targetedAttacks(.relu),
      accuracy, saturation, flatness, compression, sensitivity, separation, kurtosis,
      linearProtection, signOfRobustness, heavierTails, brain,
    ].compactMap(\.self)
  }

  /// The network as trained.
  private func model(
    _ training: Preset.Training, _ activation: Activation, _ family: Preset.Family
  ) -> ModelRecord? {
    models.first {
      $0.training == training && $0.activation == activation && $0.family == family
        && $0.isAsTrained
    }
  }

  /// The vanilla and the saturating perceptron of each nonlinearity, as trained: claims are judged by
  /// these.
  private var pairs: [(ModelRecord, ModelRecord)] { pairs(.mlp) }

  /// The same of another family.
  private func pairs(_ family: Preset.Family) -> [(ModelRecord, ModelRecord)] {
    [Activation.sigmoid, .relu].compactMap { activation in
      zip2(model(.vanilla, activation, family), model(.saturating, activation, family))
    }
  }

  /// The pairs that are named: those that count, and then the convolutional networks.
  private var namedPairs: [(ModelRecord, ModelRecord)] { pairs + pairs(.cnn) }

  /// What a measure says where networks are named that do not count.
  var familyNote: String {
    models.contains { $0.family == .cnn }
      ? " Judged by the perceptrons; convolutional networks (CNN) are named after them." : ""
  }

  private var accuracy: ClaimRecord? {
    guard !pairs.isEmpty else { return nil }
    func change(_ pair: (ModelRecord, ModelRecord)) -> Double {
      pair.1.cleanAccuracy - pair.0.cleanAccuracy
    }
    let text = namedPairs.map { pair in
      "\(Self.points(change(pair))) (\(Self.name(pair.1)): "
        + "\(Self.percent(pair.0.cleanAccuracy)) → \(Self.percent(pair.1.cleanAccuracy)))"
    }
    return ClaimRecord(
      claim: "Standard accuracy is maintained.",
      measure: "Clean accuracy, saturating minus vanilla; holds if no network loses more than "
        + "1 point." + familyNote,
      naive: nil, stable: text.joined(separator: "; "), proven: nil,
      verdict: pairs.allSatisfy { change($0) >= -Self.accuracyAllowance } ? .holds : .fails)
  }

  private var saturation: ClaimRecord? {
    guard !pairs.isEmpty else { return nil }
    let text = namedPairs.map {
      "\(Self.percent($0.saturatedFraction)) → \(Self.percent($1.saturatedFraction)) "
        + "(\(Self.name($1)))"
    }
    let holds = pairs.allSatisfy { $1.saturatedFraction > $0.saturatedFraction }
    return ClaimRecord(
      claim: "The penalty drives units onto the flat part of their nonlinearity.",
      measure: "Saturated fraction on test examples, vanilla → saturating; holds if it rises in "
        + "every network." + familyNote,
      naive: nil, stable: text.joined(separator: "; "), proven: nil,
      verdict: holds ? .holds : .fails)
  }

  private var kurtosis: ClaimRecord? {
    guard !pairs.isEmpty else { return nil }
    func values(_ model: ModelRecord) -> [Double] {
      model.weights.map { $0.distribution.excessKurtosis ?? 0 }
    }
    func list(_ model: ModelRecord) -> String {
      values(model).map { Self.fixed($0, 1) }.joined(separator: ", ")
    }
    let holds = pairs.allSatisfy { pair in
      zip(values(pair.0), values(pair.1)).allSatisfy { $1 > $0 }
    }
    return ClaimRecord(
      claim: "Saturating networks have heavy-tailed, kurtotic weights.",
      measure: "Excess kurtosis of the weights by layer, vanilla → saturating; holds if it rises "
        + "in every layer of every network." + familyNote,
      naive: nil,
      stable: namedPairs.map { "\(list($0)) → \(list($1)) (\(Self.name($1)))" }
        .joined(separator: "; "),
      proven: nil, verdict: holds ? .holds : .fails)
  }

  private var brain: ClaimRecord {
    ClaimRecord(
      claim: "The same signatures are found in the brain.",
      measure: "Needs recordings of neurons.", naive: nil, stable: nil, proven: nil,
      verdict: .untestable)
  }

  func zip2<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}

// MARK: - Words and numbers

extension ClaimRules {
  static func name(_ activation: Activation) -> String {
    activation == .relu ? "ReLU" : activation.rawValue
  }

  static func name(_ model: ModelRecord) -> String {
    name(model.activation) + (model.family == .cnn ? " CNN" : "")
  }

  static func fixed(_ value: Double, _ digits: Int) -> String { NumberText.fixed(value, digits) }

  static func percent(_ fraction: Double) -> String { NumberText.percent(fraction) }

  static func points(_ change: Double) -> String {
    (change >= 0 ? "+" : "−") + fixed((100 * change).magnitude, 1) + " points"
  }
}
