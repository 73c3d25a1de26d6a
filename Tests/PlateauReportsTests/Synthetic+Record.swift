import PlateauExperiments
import PlateauNetworks
import PlateauReports

extension Synthetic {
  static func model(
    _ training: Preset.Training, _ activation: Activation, gain: Double = 1, clean: Double,
    saturated: Double, robustness: [RobustnessRecord]
  ) -> ModelRecord {
    let preset = "\(training.rawValue)-\(activation.rawValue)"
    let isSaturating = training == .saturating
    let power: Double = isSaturating ? 2 : training == .vanilla ? 0.4 : 0.7
    return ModelRecord(
      name: gain == 1 ? preset : "\(preset) × \(Int(gain))", training: training,
      activation: activation, gain: gain, architecture: "784-200-200-10",
      epochs: isSaturating ? 30 : 10, penaltyWeight: isSaturating ? 0.02 : nil,
      cleanAccuracy: clean, saturatedFraction: saturated,
      weights: [
        layer("layer 1", count: 60_000, scale: 0.05 * gain, power: power),
        layer("layer 2", count: 40_000, scale: 0.1 * gain, power: power * 0.8),
        layer("layer 3", count: 2000, scale: 0.2, power: power * 1.5),
      ],
      activities: [
        activities("layer 1", push: isSaturating ? 8 : 0.6, saturatedFraction: saturated * 0.96),
        activities("layer 2", push: isSaturating ? 15 : 0.9, saturatedFraction: saturated * 1.04),
      ],
      robustness: robustness)
  }

  private static func falling(_ values: [Double], worst: [Double]) -> [RobustnessRecord] {
    zip([0.1, 0.25, 0.3], zip(values, worst)).map { epsilon, pair in
      var accuracies = Accuracies.equal(pair.0)
      (accuracies.naivePGD, accuracies.stablePGD) = (pair.1 + 0.04, pair.1 + 0.03)
      accuracies.sweptPGD = pair.1
      accuracies.worst = pair.1
      return robustness(epsilon, accuracies)
    }
  }

  /// A whole reproduction.
  static let record = makeRecord()

  /// The page of ``record``.
  static let page = ReproductionReport(record).html

  private static func makeRecord() -> ReproductionRecord {
    var small = masked
    (small.naiveFGSM, small.naivePGD, small.stablePGD) = (0.921, 0.913, 0.44)
    (small.sweptPGD, small.worst, small.zeroGradients) = (0.021, 0.019, 7650)
    var large = masked
    (large.naiveFGSM, large.zeroGradients) = (0.869, 7988)
    let models = [
      model(
        .vanilla, .sigmoid, clean: 0.976, saturated: 0.112,
        robustness: falling([0.066, 0.005, 0.002], worst: [0.031, 0, 0])),
      model(
        .adversarial, .sigmoid, clean: 0.972, saturated: 0.131,
        robustness: falling([0.931, 0.862, 0.711], worst: [0.902, 0.114, 0.022])),
      model(
        .saturating, .sigmoid, clean: 0.970, saturated: 0.871,
        robustness: falling([0.354, 0.094, 0.071], worst: [0.049, 0.001, 0])),
      model(
        .saturating, .sigmoid, gain: 300, clean: 0.967, saturated: 0.994,
        robustness: [robustness(0.1, small), robustness(0.25, masked), robustness(0.3, large)]),
      model(
        .vanilla, .relu, clean: 0.981, saturated: 0.583,
        robustness: falling([0.142, 0.008, 0.004], worst: [0.044, 0, 0])),
      model(
        .adversarial, .relu, clean: 0.978, saturated: 0.641,
        robustness: falling([0.944, 0.871, 0.744], worst: [0.913, 0.148, 0.018])),
      model(
        .saturating, .relu, clean: 0.965, saturated: 0.957,
        robustness: falling([0.062, 0.063, 0.063], worst: [0.041, 0.004, 0.001])),
    ]
    var environment = RunEnvironment(
      data: "synthetic", dataChecksum: String(repeating: "5eed", count: 16), threads: 2)
    (environment.plateau, environment.system) = ("0.0.0", "Synthetic 1.0")
    environment.level = "none: these numbers are made up"
    return ReproductionRecord(
      environment: environment, isQuick: true, seed: 7, trainingExamples: 50_000,
      testExamples: 10_000, models: models, claims: claims, seconds: 754)
  }

  static let claims = [
    ClaimRecord(
      claim: "A saturating sigmoid network withstands gradient attacks as well as adversarially "
        + "trained ones, without seeing an adversarial example.",
      measure: "Error at ε = 0.25; holds if below 17.9 %: naively under FGSM, honestly under every "
        + "attack.",
      naive: "90.6 % (saturating-sigmoid); 12.6 % (saturating-sigmoid × 300)",
      stable: "99.9 % (saturating-sigmoid); 99.8 % (saturating-sigmoid × 300)", verdict: .masked),
    ClaimRecord(
      claim: "Standard accuracy is maintained.",
      measure: "Clean accuracy, saturating minus vanilla; holds if no network loses more than 1 "
        + "point.",
      stable: "−0.6 points (sigmoid: 97.6 % → 97.0 %); −1.6 points (ReLU: 98.1 % → 96.5 %)",
      verdict: .fails),
    ClaimRecord(
      claim: "The penalty drives units onto the flat part of their nonlinearity.",
      measure: "Saturated fraction on test examples; holds if it rises in every network.",
      stable: "11.2 % → 87.1 % (sigmoid); 58.3 % → 95.7 % (ReLU)", verdict: .holds),
    ClaimRecord(
      claim: "The same signatures are found in the brain.", measure: "Needs recordings of neurons.",
      verdict: .untestable),
  ]
}
