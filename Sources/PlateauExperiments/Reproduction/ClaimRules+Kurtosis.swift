import PlateauGeometry
import PlateauNetworks

extension ClaimRules {
  /// The largest p at which an order counts as more than chance.
  static let chance = 0.05

  /// The certified accuracy from which a network counts as robust by proof.
  static let robustByProof = 0.5

  /// Whether networks with heavier tails are more robust.
  var signOfRobustness: ClaimRecord? {
    guard let study = certification else { return nil }
    func found(_ accuracy: KurtosisRelation.Accuracy) -> [KurtosisRelation] {
      study.relations.filter { $0.accuracy == accuracy && $0.layer == nil }
    }
    func pooled(_ accuracy: KurtosisRelation.Accuracy) -> RankCorrelation? {
      let relations = found(accuracy)
      // One nonlinearity alone is its own pool.
      return (relations.first { $0.activation == nil } ?? relations.first)?.correlation
    }
    func isSign(_ accuracy: KurtosisRelation.Accuracy) -> Bool {
      guard let correlation = pooled(accuracy), let p = correlation.pValue else { return false }
      return correlation.tau > 0 && p <= Self.chance
    }
    func text(_ accuracy: KurtosisRelation.Accuracy) -> String {
      found(accuracy).map { relation in
        let name = relation.activation.map(Self.name) ?? "both"
        guard let correlation = relation.correlation else { return "undefined (\(name))" }
        return "τ \(Self.fixed(correlation.tau, 2))"
          + (correlation.pValue.map { ", p \(Self.fixed($0, 3))" } ?? "") + " (\(name))"
      }.joined(separator: "; ")
    }
    let isKnown = pooled(.attacked) != nil && pooled(.certified) != nil
    let verdict: ClaimRecord.Verdict =
      !isKnown
      ? .untestable
      : isSign(.attacked) && isSign(.certified) ? .holds : isSign(.naive) ? .masked : .fails
    return ClaimRecord(
      claim: "The kurtosis of its weights is a sign of a network’s robustness.",
      measure: "Kendall’s τ-b between the mean excess kurtosis over layers and the accuracy at ε = "
        + "\(study.epsilon) under naive FGSM, under every attack, and by bounds, over the networks of "
        + "the study, pairs within a nonlinearity; holds if under every attack and by bounds it is "
        + "positive with an exact two-sided p of at most 0.05, masked if only under naive FGSM and not "
        + "under both others.",
      naive: text(.naive), stable: text(.attacked), proven: text(.certified), verdict: verdict)
  }

  /// Whether networks that are trained for proofs have heavier tails than vanilla ones.
  var heavierTails: ClaimRecord? {
    guard let study = certification else { return nil }
    let trained: [Preset.Training] = [.certified, .certifiedSaturating]
    let pairs = study.models.filter { trained.contains($0.training) }.compactMap { model in
      study.models.first { $0.training == .vanilla && $0.activation == model.activation }
        .map { (vanilla: $0, model: model) }
    }
    guard !pairs.isEmpty else { return nil }
    let areRobust = pairs.allSatisfy { $0.model.certifiedAccuracy >= Self.robustByProof }
    func values(_ model: CertifiedModelRecord) -> [Double]? {
      let values = model.layers.compactMap(\.excessKurtosis)
      return values.count == model.layers.count ? values : nil
    }
    func list(_ model: CertifiedModelRecord) -> String {
      values(model)?.map { Self.fixed($0, 1) }.joined(separator: ", ") ?? "undefined"
    }
    let isHeavier = pairs.allSatisfy { pair in
      guard let before = values(pair.vanilla), let after = values(pair.model) else { return false }
      return zip(before, after).allSatisfy { $0 < $1 }
    }
    return ClaimRecord(
      claim: "Networks that are robust by proof have more kurtotic weights than vanilla ones.",
      measure: "Excess kurtosis of the weights by layer, vanilla → trained on bounds; holds if it "
        + "is higher in every layer of every such network, and cannot be tested unless bounds certify at "
        + "least half of the examples of each.",
      stable: pairs.map { "\(list($0.vanilla)) → \(list($0.model)) (\($0.model.name))" }
        .joined(separator: "; "),
      proven: "By bounds at ε = \(study.epsilon): "
        + pairs.map { "\(Self.percent($0.model.certifiedAccuracy)) (\($0.model.name))" }
        .joined(separator: "; ") + ".",
      verdict: areRobust ? (isHeavier ? .holds : .fails) : .untestable)
  }
}
