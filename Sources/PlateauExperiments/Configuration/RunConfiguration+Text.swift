import PlateauNetworks
import PlateauTraining
import Yams

extension RunConfiguration {
  /// The configuration as YAML, every default spelled out.
  ///
  /// Reading it gives an equal configuration.
  public var yaml: String {
    """
    seed: \(seed)
    data:
      source: \(quoted(data.source))
      validation: \(data.validation)
      limit: \(data.limit.map(String.init) ?? "null")
    network:
      family: \(network.family.rawValue)
      widths: [\(network.widths.map(String.init).joined(separator: ", "))]
      blocks: \(network.blocks)\(network.transformerYAML)
      activation: \(network.activation.rawValue)
      initializer: \(network.initializer.rawValue)
      normalization: \(network.normalization?.yaml ?? "null")
    training:
      epochs: \(training.epochs)
      batchSize: \(training.batchSize)
      optimizer: \(training.optimizer.yaml)
      rateSchedule: \(training.rateSchedule.yaml)
      penalty: \(training.penalty?.yaml ?? "null")
      adversarial: \(training.isAdversarial)
      attackEpsilon: \(attackEpsilon)
      certified: \(training.certified?.yaml ?? "null")
      augmentation: \(training.augmentation?.yaml ?? "null")
      selection: \(training.selection.rawValue)
      patience: \(training.patience.map(String.init) ?? "null")

    """
  }

  /// A text in double quotes, in which YAML reads the same escapes as JSON.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case let control where control.value < 0x20 || control.value == 0x7f:
        let digits = String(control.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension RunConfiguration.Layers {
  /// What transformers alone have.
  fileprivate var transformerYAML: String {
    family == .transformer ? "\n  heads: \(heads)\n  patch: \(patch)" : ""
  }
}

extension Optimizer {
  fileprivate var yaml: String {
    let numbers = zip(rule.settings, values).map { ", \($0.key): \($1)" }
    return "{name: \(name)\(numbers.joined())}"
  }
}

extension ChannelNormalization {
  fileprivate var yaml: String {
    func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    return "{means: [\(list(means))], deviations: [\(list(deviations))]}"
  }
}

extension RateSchedule {
  fileprivate var yaml: String {
    switch decay {
    case .drops(let factor, let epochs):
      "{decay: drops, factor: \(factor), "
        + "epochs: [\(epochs.map(String.init).joined(separator: ", "))], warmup: \(warmup)}"
    case .cosine:
      "{decay: cosine, warmup: \(warmup)}"
    }
  }
}

extension CertifiedTraining {
  fileprivate var yaml: String {
    "{method: \(method.rawValue), epsilon: \(epsilon), trainingEpsilon: \(trainingEpsilon), "
      + "start: \(start), warmup: \(warmup), kappa: \(kappa), "
      + "regularization: \(regularization), penalty: \(penalty?.yaml ?? "null")}"
  }
}

extension Augmentation {
  fileprivate var yaml: String { "{crop: \(crop), flips: \(flips)}" }
}

extension SaturationPenalty {
  fileprivate var yaml: String {
    "{minimum: \(schedule.minimum), maximum: \(schedule.maximum), step: \(schedule.step), "
      + "warmup: \(schedule.warmup), unit: \(schedule.unit.rawValue), "
      + "normalization: \(normalization.rawValue)"
      + (attention == 0 ? "}" : ", attention: \(attention)}")
  }
}
