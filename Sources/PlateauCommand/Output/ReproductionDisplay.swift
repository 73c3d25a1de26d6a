import Plateau

/// Shows a reproduction: a live bar for the network in work, and a line for each one done.
final class ReproductionDisplay {
  private let progress: ProgressDisplay
  private var model = ""

  init(_ progress: ProgressDisplay) {
    self.progress = progress
  }

  func clear() { progress.clear() }

  func show(_ event: ReproductionProgress) {
    let place = "[\(event.number)/\(event.total)] \(event.model)"
    var long: String { "\(place), \(Int(event.partShare * 100)) % of it" }
    switch event.activity {
    case .training(let step):
      if model != event.model {
        model = event.model
        progress.note("\(place): training")
      }
      progress.update(event.share) { "\(long): training, epoch \(step.epoch)" }
    case .measuring(let what, _):
      progress.update(event.share) { "\(long): \(what)" }
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
