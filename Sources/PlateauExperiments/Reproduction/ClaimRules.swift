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

  /// The error of an adversarially trained maxout network under FGSM at ε = 0.25.
  ///
  /// Source: I. Goodfellow, J. Shlens and C. Szegedy, "Explaining and Harnessing Adversarial
  /// Examples", 2015, section 6.
  static let goodfellowError = 0.179
  private static let classicalEpsilon = 0.25
  /// The loss of clean accuracy that still counts as maintained.
  static let accuracyAllowance = 0.01

  init(
    _ models: [ModelRecord], geometry: [GeometryRecord] = [], targeted: [TargetedRecord] = [],
    linear: LinearRecord? = nil
  ) {
    self.models = models
    self.geometry = geometry
    self.targeted = targeted
    self.linear = linear
  }

  var claims: [ClaimRecord] {
    [
      performance(.sigmoid), performance(.relu), targetedAttacks(.sigmoid), targetedAttacks(.relu),
      accuracy, saturation, flatness, compression, sensitivity, separation, kurtosis,
      linearProtection, brain,
    ].compactMap(\.self)
  }

  /// The network as trained.
  private func model(_ training: Preset.Training, _ activation: Activation) -> ModelRecord? {
    models.first { $0.training == training && $0.activation == activation && $0.isAsTrained }
  }

  /// The vanilla and the saturating network of each nonlinearity, as trained.
  private var pairs: [(ModelRecord, ModelRecord)] {
    [Activation.sigmoid, .relu].compactMap { activation in
      zip2(model(.vanilla, activation), model(.saturating, activation))
    }
  }

  private func performance(_ activation: Activation) -> ClaimRecord? {
    let trained = models.filter { $0.training == .saturating && $0.activation == activation }
    let rows = trained.compactMap { model in
      model.robustness.first { $0.epsilon == Self.classicalEpsilon }.map { (model, $0) }
    }
    guard !rows.isEmpty else { return nil }
    let naive = rows.map(\.1.naiveFGSM.error).min() ?? 1
    let honest = rows.map { 1 - $0.1.worstCase }.min() ?? 1
    let verdict: ClaimRecord.Verdict =
      naive >= Self.goodfellowError ? .fails : honest < Self.goodfellowError ? .holds : .masked
    func list(_ value: (RobustnessRecord) -> Double) -> String {
      rows.map { "\(Self.percent(value($0.1))) (\($0.0.name))" }.joined(separator: "; ")
    }
    return ClaimRecord(
      claim: "A saturating \(Self.name(activation)) network withstands gradient attacks as well as "
        + "adversarially trained ones, without seeing an adversarial example.",
      measure: "Error at ε = 0.25; holds if below 17.9 %, the error of the adversarially trained "
        + "network of Goodfellow et al. (2015): naively under FGSM, honestly under every attack.",
      naive: list { $0.naiveFGSM.error }, stable: list { 1 - $0.worstCase },
      proven: provenError(rows.map(\.1)), verdict: verdict)
  }

  /// The least error that one of the networks provably does not exceed.
  private func provenError(_ rows: [RobustnessRecord]) -> String? {
    rows.compactMap(\.certified).max().map {
      "Interval bounds prove an error of at most \(Self.percent(1 - $0))."
    }
  }

  private var accuracy: ClaimRecord? {
    guard !pairs.isEmpty else { return nil }
    let changes = pairs.map { $1.cleanAccuracy - $0.cleanAccuracy }
    let text = zip(pairs, changes).map { pair, change in
      "\(Self.points(change)) (\(Self.name(pair.1.activation)): "
        + "\(Self.percent(pair.0.cleanAccuracy)) → \(Self.percent(pair.1.cleanAccuracy)))"
    }
    return ClaimRecord(
      claim: "Standard accuracy is maintained.",
      measure: "Clean accuracy, saturating minus vanilla; holds if no network loses more than "
        + "1 point.",
      naive: nil, stable: text.joined(separator: "; "), proven: nil,
      verdict: changes.allSatisfy { $0 >= -Self.accuracyAllowance } ? .holds : .fails)
  }

  private var saturation: ClaimRecord? {
    guard !pairs.isEmpty else { return nil }
    let text = pairs.map {
      "\(Self.percent($0.saturatedFraction)) → \(Self.percent($1.saturatedFraction)) "
        + "(\(Self.name($1.activation)))"
    }
    let holds = pairs.allSatisfy { $1.saturatedFraction > $0.saturatedFraction }
    return ClaimRecord(
      claim: "The penalty drives units onto the flat part of their nonlinearity.",
      measure: "Saturated fraction on test examples, vanilla → saturating; holds if it rises in "
        + "every network.",
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
        + "in every layer of every network.",
      naive: nil,
      stable: pairs.map { "\(list($0)) → \(list($1)) (\(Self.name($1.activation)))" }
        .joined(separator: "; "),
      proven: nil, verdict: holds ? .holds : .fails)
  }

  private var brain: ClaimRecord {
    ClaimRecord(
      claim: "The same signatures are found in the brain.",
      measure: "Needs recordings of neurons.", naive: nil, stable: nil, proven: nil,
      verdict: .untestable)
  }

  private func zip2<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}

// MARK: - Words and numbers

extension ClaimRules {
  static func name(_ activation: Activation) -> String {
    activation == .relu ? "ReLU" : activation.rawValue
  }

  static func fixed(_ value: Double, _ digits: Int) -> String { NumberText.fixed(value, digits) }

  static func percent(_ fraction: Double) -> String { NumberText.percent(fraction) }

  static func points(_ change: Double) -> String {
    (change >= 0 ? "+" : "−") + fixed((100 * change).magnitude, 1) + " points"
  }
}
