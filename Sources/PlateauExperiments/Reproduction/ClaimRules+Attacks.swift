import PlateauGeometry
import PlateauNetworks

extension ClaimRules {
  /// Below which success rate an attack counts as withstood.
  static let withstoodRate = 0.5
  /// The share of the variance that a line must account for, for a relation to count as linear.
  static let linearShare = 0.9

  /// Targeted iterative attacks and L-BFGS on the saturating networks.
  func targetedAttacks(_ activation: Activation) -> ClaimRecord? {
    let name = Preset(training: .saturating, activation: activation).name
    let records = targeted.filter { $0.model == name }
    guard !records.isEmpty else { return nil }
    let gains = Set(records.map(\.gain)).sorted()
    func highest(_ gradients: [String], _ gain: Double) -> Double {
      records.filter { $0.gain == gain && gradients.contains($0.gradient) }
        .map(\.successRate).max() ?? 0
    }
    func list(_ gradients: [String]) -> String {
      gains.map { gain in
        "\(Self.percent(highest(gradients, gain)))" + (gain == 1 ? "" : " (× \(Int(gain)))")
      }.joined(separator: "; ")
    }
    let withstandsNaive = gains.contains { highest(["naive"], $0) < Self.withstoodRate }
    let honest = ["naive", "stable", "surrogate"]
    let withstandsAll = gains.contains { highest(honest, $0) < Self.withstoodRate }
    return ClaimRecord(
      claim: "A saturating \(Self.name(activation)) network withstands targeted iterative and "
        + "second-order attacks.",
      measure: "Share of pairs of a source and a target that the strongest of gradient descent, "
        + "gradient sign and L-BFGS brings to the target, whatever the distortion; holds if below "
        + "50 % at some gain on the hidden weights.",
      naive: list(["naive"]), stable: list(honest),
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
