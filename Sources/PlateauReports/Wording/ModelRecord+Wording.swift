import PlateauExperiments
import PlateauNetworks

extension ModelRecord {
  /// How it was trained, with its gain where that is not 1: `saturating, gain 30`.
  var label: String {
    gain == 1 ? training.word : "\(training.word), gain\u{A0}\(Wording.plain(gain))"
  }

  var ink: Ink {
    switch training {
    case .vanilla: .vanilla
    case .adversarial: .adversarial
    case .saturating, .sharpened: .saturating
    }
  }

  func robustness(at epsilon: Double) -> RobustnessRecord? {
    robustness.first { $0.epsilon == epsilon }
  }
}

extension Preset.Training {
  var word: String {
    switch self {
    case .vanilla: "vanilla"
    case .adversarial: "adversarially trained"
    case .saturating: "saturating"
    case .sharpened: "saturating, sharpened logits"
    }
  }
}

extension Activation {
  var word: String {
    switch self {
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .relu: "ReLU"
    case .clippedReLU: "clipped ReLU"
    }
  }
}
