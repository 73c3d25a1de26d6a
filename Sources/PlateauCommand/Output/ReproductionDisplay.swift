import Plateau

/// Shows a reproduction: a live bar for the network in work, and a line for each one done.
final class ReproductionDisplay {
  private let progress: ProgressDisplay
  private var training: TrainingDisplay?
  private var model = ""

  init(_ progress: ProgressDisplay) {
    self.progress = progress
  }

  func clear() { progress.clear() }

  func show(_ event: ReproductionProgress) {
    let place = "[\(event.number)/\(event.total)] \(event.model)"
    // A network is half trained and half measured.
    let (first, size) = (Double(event.number - 1), 1 / Double(event.total))
    switch event.activity {
    case .training(let step):
      if model != event.model || training == nil {
        model = event.model
        progress.note("\(place): training")
        training = TrainingDisplay(
          progress, totalSteps: step.totalSteps, prefix: "\(place)  ", showsEpochs: false,
          part: first * size..<(first + 0.5) * size)
      }
      training?.show(step)
    case .measuring(let what):
      let share = (model == event.model ? first + 0.5 : first) * size
      progress.update(share) { "\(place)  \(what)" }
    case .finished(let record):
      let worst = record.robustness.map {
        "\(NumberText.percent($0.worstCase)) at ε \($0.epsilon)"
      }
      progress.note(
        "\(place): clean \(NumberText.percent(record.cleanAccuracy)), worst case "
          + worst.joined(separator: ", "))
    }
  }
}
