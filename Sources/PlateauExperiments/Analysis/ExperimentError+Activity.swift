import PlateauGeometry

extension ExperimentError {
  /// Names an activity that overflowed.
  ///
  /// - Parameters:
  ///   - failure: The activity.
  ///   - model: The model, as a message names it.
  ///   - layers: The number of hidden layers.
  init(_ failure: NonFiniteActivity, of model: String, layers: Int) {
    let name = failure.layer < layers ? "layer \(failure.layer + 1)" : "logits"
    self.init(
      .model,
      "The activities of \(model) are not finite: unit \(failure.unit) of \(name) is "
        + "\(failure.value) at example \(failure.example). Give a model whose weights do not "
        + "overflow.")
  }
}
