import Plateau

/// Shows a training run: a live bar, and a line for each epoch.
final class TrainingDisplay {
  private let progress: ProgressDisplay
  private let totalSteps: Int

  /// Shows a run of so many steps.
  init(_ progress: ProgressDisplay, totalSteps: Int) {
    self.progress = progress
    self.totalSteps = totalSteps
  }

  func note(_ text: String) { progress.note(text) }

  func clear() { progress.clear() }

  func show(_ step: TrainingProgress) {
    progress.update(Double(step.step) / Double(totalSteps)) { line(step) }
    if let epoch = step.finishedEpoch { progress.note(line(epoch)) }
  }

  private func line(_ step: TrainingProgress) -> String {
    let batch = step.statistics
    var fields = [
      "epoch \(step.epoch)", "loss \(NumberText.fixed(step.loss, 3))",
    ]
    if let bounds = step.bounds {
      fields += [
        "bounds \(NumberText.fixed(bounds.statistics.crossEntropy, 3))",
        "ε \(NumberText.fixed(bounds.epsilon, 3))",
        "bounded \(NumberText.percent(bounds.statistics.accuracy))",
      ]
    } else {
      fields += [
        "penalty \(NumberText.fixed(batch.penalty, 2))",
        "λ \(NumberText.fixed(step.penaltyWeight, 4))",
        "saturated \(NumberText.percent(batch.saturatedFraction))",
      ]
    }
    fields.append("accuracy \(NumberText.percent(batch.accuracy))")
    return fields.joined(separator: "  ")
  }

  private func line(_ epoch: EpochMetrics) -> String {
    var fields = [
      "epoch \(epoch.epoch)", "loss \(NumberText.fixed(epoch.loss, 4))",
    ]
    if let bounds = epoch.bounds {
      fields += [
        "bounds \(NumberText.fixed(bounds.crossEntropy, 4))",
        "ε \(NumberText.fixed(bounds.epsilon, 4))", "κ \(NumberText.fixed(bounds.kappa, 2))",
      ]
      if bounds.penaltyWeight > 0 {
        fields += [
          "worst penalty \(NumberText.fixed(bounds.penalty, 3))",
          "λ \(NumberText.short(bounds.penaltyWeight))",
        ]
      }
    } else {
      fields += [
        "penalty \(NumberText.fixed(epoch.penalty, 3))",
        "λ \(NumberText.fixed(epoch.penaltyWeight, 4))",
      ]
    }
    fields += [
      "saturated \(NumberText.percent(epoch.saturatedFraction))",
      "training \(NumberText.percent(epoch.trainingAccuracy))",
    ]
    if let accuracy = epoch.validationAccuracy {
      fields.append("validation \(NumberText.percent(accuracy))")
    }
    if let accuracy = epoch.validationAdversarialAccuracy {
      fields.append("under attack \(NumberText.percent(accuracy))")
    }
    if let accuracy = epoch.bounds?.validationAccuracy {
      fields.append("bounded \(NumberText.percent(accuracy))")
    }
    return fields.joined(separator: "  ")
  }
}
