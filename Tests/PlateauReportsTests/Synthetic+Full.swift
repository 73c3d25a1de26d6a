import PlateauNetworks
import PlateauReports

@testable import PlateauExperiments

extension Synthetic {
  /// A full reproduction: ``complete`` with six convolutional networks, and one with a gain.
  static let full = makeFull()

  /// The page of ``full``.
  static let fullPage = ReproductionReport(full).html

  private static func makeFull() -> ReproductionRecord {
    var record = complete
    record.isQuick = false
    record.convolutional = ConvolutionalPlan(
      fgsmExamples: 1500, attackedExamples: 250, targetedIterations: 120)
    record.models += record.models.map(convolutional)
    record.targeted += targeted("vanilla-relu-cnn", gain: 1, naive: 70)
    record.targeted += targeted("saturating-sigmoid-cnn", gain: 30, naive: 18)
    for index in record.targeted.indices where record.targeted[index].model.hasSuffix("-cnn") {
      record.targeted[index].iterations = 120
    }
    record.modern = [
      modern(record.models[0], .depthwise), modern(record.models[0], .transformer),
      modern(record.models[0], .transformer, attention: 30),
    ]
    return record
  }

  /// A transformer or depthwise network, with the numbers of a perceptron.
  private static func modern(
    _ perceptron: ModelRecord, _ family: Preset.Family, attention: Double? = nil
  ) -> ModelRecord {
    var model = perceptron
    (model.family, model.activation) = (family, .relu)
    let preset = Preset(training: model.training, activation: .relu, family: family)
    model.name = NetworkVariant(preset: preset, attentionGain: attention ?? 1).name
    if family == .transformer {
      model.attentionGain = attention ?? 1
      model.saturatedAttention = attention == nil ? 0.125 : 0.75
    }
    for row in model.robustness.indices { model.robustness[row].worstCaseExamples = 250 }
    return model
  }

  /// A network of four layers, with the numbers of a perceptron.
  private static func convolutional(_ perceptron: ModelRecord) -> ModelRecord {
    var model = perceptron
    model.family = .cnn
    let preset = Preset(
      training: model.training, activation: model.activation, family: model.family)
    model.name = NetworkVariant(preset: preset, gain: model.gain).name
    model.architecture = "1×28×28-32×28×28-32×14×14-64×14×14-64×7×7-128-10"
    var (weights, activities) = (model.weights[0], model.activities[0])
    (weights.name, activities.name) = ("layer 4", "layer 3")
    model.weights.append(weights)
    model.activities.append(activities)
    for row in model.robustness.indices {
      model.robustness[row].fgsmExamples = 1500
      model.robustness[row].worstCaseExamples = 250
    }
    return model
  }
}
