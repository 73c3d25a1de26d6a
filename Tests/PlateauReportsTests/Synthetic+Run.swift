import PlateauExperiments
import PlateauNumerics
import PlateauReports

extension Synthetic {
  /// A training run that was attacked, or not.
  static func run(_ name: String, epochs: Int, isAttacked: Bool) -> RunReport.Run {
    let records = (1...epochs).map { epoch in
      let t = Double(epoch)
      return EpochRecord(
        epoch: epoch, step: 391 * epoch, loss: 0.08 + 1 / t, crossEntropy: 0.05 + 1 / t,
        penalty: 30 / (1 + t / 8), penaltyWeight: min(0.02, 0.004 * t),
        saturatedFraction: 1 - 0.9 / t.squareRoot(), trainingAccuracy: 1 - 0.3 / t,
        validationAccuracy: 0.98 - 0.25 / t, seconds: 2.5)
    }
    let attacks = AttackReport(
      model: name, data: "synthetic", examples: 1000, cleanAccuracy: 0.97,
      attacks: [
        attack("fgsm", 0.1, "naive", .float, 0.921, of: 1000, zeroGradients: 765),
        attack("pgd", 0.1, "surrogate", .double, 0.021, of: 1000),
      ],
      worstCase: AttackReport.WorstCase(robustAccuracy: 0.019))
    return RunReport.Run(
      name: name, configuration: "seed: 7\ntraining:\n  epochs: \(epochs)\n", epochs: records,
      weights: [
        layer("layer 1", count: 60_000, scale: 0.05, power: 2),
        layer("layer 2", count: 40_000, scale: 0.1, power: 1),
        layer("layer 3", count: 2000, scale: 0.2, power: 3),
      ],
      attacks: isAttacked ? attacks : nil)
  }
}
