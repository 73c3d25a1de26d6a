import PlateauNetworks
import PlateauReports

@testable import PlateauExperiments

extension Synthetic {
  /// A reproduction with a study of certified networks.
  static let certified = makeCertified()

  /// The page of ``certified``.
  static let certifiedPage = ReproductionReport(certified).html

  private static func makeCertified() -> ReproductionRecord {
    var record = record
    record.certification = CertificationStudyRecord(
      epsilon: 0.1, examples: 1000, unitExamples: 100,
      models: [Activation.sigmoid, .relu].flatMap { activation in
        let isSigmoid = activation == .sigmoid
        return [
          network(.vanilla, activation, [0.2, -0.5, 0.1], (0.4, 0.02, 0), stable: 0.05),
          network(.adversarial, activation, [1, 2, 1.5], (0.93, 0.7, 0), stable: 0.1),
          network(
            .saturating, activation, [30, 12, 9], (isSigmoid ? 0.97 : 0.1, 0.01, 0), stable: 0.2),
          network(.certified, activation, [4, 5, 3], (0.95, 0.92, 0.9), stable: 0.75),
          network(.certifiedSaturating, activation, [6, 9, 4], (0.94, 0.91, 0.88), stable: 0.875),
        ]
      })
    return record
  }

  private static func network(
    _ training: Preset.Training, _ activation: Activation, _ kurtosis: [Double],
    _ accuracies: (naive: Double, attacked: Double, certified: Double), stable: Double
  ) -> CertifiedModelRecord {
    let units = CertifiedModelRecord.Units(
      saturated: min(1, stable + 0.1), provenSaturated: stable - 0.02, stable: stable)
    return CertifiedModelRecord(
      name: Preset(training: training, activation: activation).name, training: training,
      activation: activation, epochs: 20,
      penaltyWeight: training == .certifiedSaturating ? 0.0005 : nil, testAccuracy: 0.965,
      cleanAccuracy: 0.97, naiveAccuracy: accuracies.naive, attackedAccuracy: accuracies.attacked,
      intervalAccuracy: accuracies.certified, linearAccuracy: accuracies.certified / 2,
      certifiedAccuracy: accuracies.certified,
      layers: kurtosis.enumerated().map { index, value in
        CertifiedModelRecord.Layer(
          name: index < 2 ? "layer \(index + 1)" : "logits", excessKurtosis: value,
          units: index < 2 ? units : nil)
      }, units: units)
  }
}
