import PlateauGeometry
import PlateauNetworks

extension ClaimRules {
  /// The error of an adversarially trained maxout network under FGSM at ε = 0.25.
  ///
  /// Source: I. Goodfellow, J. Shlens and C. Szegedy, "Explaining and Harnessing Adversarial
  /// Examples", 2015, section 6.
  static let goodfellowError = 0.179
  private static let classicalEpsilon = 0.25
  /// Below which success rate an attack counts as withstood.
  static let withstoodRate = 0.5
  /// The share of the variance that a line must account for, for a relation to count as linear.
  static let linearShare = 0.9

  /// FGSM and every attack at the classical size.
  func performance(_ activation: Activation) -> ClaimRecord? {
    func found(_ family: Preset.Family) -> [(ModelRecord, RobustnessRecord)] {
      models.compactMap { model in
        guard model.training == .saturating, model.activation == activation,
          model.family == family
        else { return nil }
        return zip2(model, model.robustness.first { $0.epsilon == Self.classicalEpsilon })
      }
    }
    let named = found(.cnn)
    let rows = found(.mlp)
    guard !rows.isEmpty else { return nil }
    let naive = rows.map(\.1.naiveFGSM.error).min() ?? 1
    let honest = rows.map { 1 - $0.1.worstCase }.min() ?? 1
    let verdict: ClaimRecord.Verdict =
      naive >= Self.goodfellowError ? .fails : honest < Self.goodfellowError ? .holds : .masked
    func list(_ value: (RobustnessRecord) -> Double) -> String {
      (rows + named).map { "\(Self.percent(value($0.1))) (\($0.0.name))" }.joined(separator: "; ")
    }
    return ClaimRecord(
      claim: "A saturating \(Self.name(activation)) network withstands gradient attacks as well as "
        + "adversarially trained ones, without seeing an adversarial example.",
      measure: "Error at ε = 0.25; holds if below 17.9 %, the error of the adversarially trained "
        + "network of Goodfellow et al. (2015): naively under FGSM, honestly under every attack."
        + familyNote,
      naive: list { $0.naiveFGSM.error }, stable: list { 1 - $0.worstCase },
      proven: provenError(rows.map(\.1)), verdict: verdict)
  }

  /// The least error that one of the networks provably does not exceed.
  private func provenError(_ rows: [RobustnessRecord]) -> String? {
    rows.compactMap(\.certified).max().map {
      "Interval bounds prove an error of at most \(Self.percent(1 - $0))."
    }
  }

  /// Targeted iterative attacks and L-BFGS on the saturating networks.
  func targetedAttacks(_ activation: Activation) -> ClaimRecord? {
    func found(_ family: Preset.Family) -> [TargetedRecord] {
      let name = Preset(training: .saturating, activation: activation, family: family).name
      return targeted.filter { $0.model == name }
    }
    let records = found(.mlp)
    let named = found(.cnn)
    guard !records.isEmpty else { return nil }
    func gains(_ records: [TargetedRecord]) -> [Double] { Set(records.map(\.gain)).sorted() }
    func highest(_ gradients: [String], _ gain: Double, of records: [TargetedRecord]) -> Double {
      records.filter { $0.gain == gain && gradients.contains($0.gradient) }
        .map(\.successRate).max() ?? 0
    }
    func list(_ gradients: [String], of records: [TargetedRecord], _ prefix: String = "")
      -> [String]
    {
      gains(records).map { gain in
        let words = [prefix, gain == 1 ? "" : "× \(Int(gain))"].filter { !$0.isEmpty }
        return Self.percent(highest(gradients, gain, of: records))
          + (words.isEmpty ? "" : " (\(words.joined(separator: " ")))")
      }
    }
    func text(_ gradients: [String]) -> String {
      (list(gradients, of: records) + list(gradients, of: named, "CNN")).joined(separator: "; ")
    }
    let own = gains(records)
    let withstandsNaive = own.contains { highest(["naive"], $0, of: records) < Self.withstoodRate }
    let honest = ["naive", "stable", "surrogate"]
    let withstandsAll = own.contains { highest(honest, $0, of: records) < Self.withstoodRate }
    return ClaimRecord(
      claim: "A saturating \(Self.name(activation)) network withstands targeted iterative and "
        + "second-order attacks.",
      measure: "Share of pairs of a source and a target that the strongest of gradient descent, "
        + "gradient sign and L-BFGS brings to the target, whatever the distortion; holds if below "
        + "50 % at some gain on the hidden weights." + familyNote,
      naive: text(["naive"]), stable: text(honest),
      verdict: withstandsAll ? .holds : withstandsNaive ? .masked : .fails)
  }

  /// Figure 6.
  var linearProtection: ClaimRecord? {
    guard let linear else { return nil }
    let experiments = [
      ("two Gaussian classes", linear.gaussian), ("ranked weights", linear.ranked),
      ("sparse training", linear.sparse),
    ]
    let lines = experiments.compactMap { name, rows in
      rows.last.flatMap { row in row.line.map { (name, row.epsilon, $0) } }
    }
    guard !lines.isEmpty else { return nil }
    let isLinear = lines.allSatisfy { _, _, line in
      line.slope > 0 && (line.rSquared ?? 0) >= Self.linearShare
    }
    return ClaimRecord(
      claim: "In linear classifiers robustness rises linearly with the kurtosis of the weights.",
      measure: "R² of the line through robust accuracy, which is exact there, against excess "
        + "kurtosis, at the largest ε of each experiment; holds if every slope is positive and every "
        + "R² at least 0.9.",
      stable: lines.map { name, epsilon, line in
        "R² \(line.rSquared.map { Self.fixed($0, 2) } ?? "undefined"), slope "
          + "\(line.slope < 0 ? "negative" : "positive") (\(name), ε \(epsilon))"
      }.joined(separator: "; "),
      proven: "Exact for linear classifiers.", verdict: isLinear ? .holds : .fails)
  }
}
