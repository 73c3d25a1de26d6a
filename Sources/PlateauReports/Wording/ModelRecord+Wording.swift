import PlateauExperiments
import PlateauNetworks

extension ModelRecord {
  /// How it was trained, with its gains where these are not 1: `saturating, gain 30`.
  var label: String {
    var parts = [training.word]
    if gain != 1 { parts.append("gain\u{A0}\(Wording.plain(gain))") }
    if logitGain != 1 { parts.append("logits\u{A0}×\u{A0}\(Wording.plain(logitGain))") }
    if let attentionGain, attentionGain != 1 {
      parts.append("attention\u{A0}×\u{A0}\(Wording.plain(attentionGain))")
    }
    return parts.joined(separator: ", ")
  }

  var ink: Ink {
    switch training {
    case .vanilla: .vanilla
    case .adversarial: .adversarial
    case .saturating, .certifiedSaturating: .saturating
    case .certified: .adversarial
    }
  }

  /// How many gradients are exactly zero, naive / stable, at the examples themselves: the same at every
  /// epsilon.
  var zeroGradients: String {
    guard let row = robustness.first else { return "–" }
    return Wording.count(row.naiveFGSM.zeroGradients) + " / "
      + Wording.count(row.stableFGSM.zeroGradients)
  }

  func robustness(at epsilon: Double) -> RobustnessRecord? {
    robustness.first { $0.epsilon == epsilon }
  }
}

extension Preset.Family {
  /// One network: `sigmoid perceptron`, `ReLU CNN`.
  var word: String {
    switch self {
    case .mlp: "perceptron"
    case .strided: "strided CNN"
    case .cnn: "CNN"
    case .residual: "residual network"
    case .depthwise: "depthwise CNN"
    case .transformer: "vision transformer"
    }
  }
}

extension Preset.Training {
  var word: String {
    switch self {
    case .vanilla: "vanilla"
    case .adversarial: "adversarially trained"
    case .saturating: "saturating"
    case .certified: "trained on interval bounds"
    case .certifiedSaturating: "certified saturating"
    }
  }
}

extension Activation {
  var word: String { function.words }
}
