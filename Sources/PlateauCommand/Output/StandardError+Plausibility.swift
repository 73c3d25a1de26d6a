import Plateau

extension StandardError {
  /// Warns where the data of a command cannot be those that the model was made for.
  ///
  /// Audits say it with a check and their verdict.
  static func warn(of decisions: Decisions, _ inputs: AttackedInputs, _ workers: Workers) {
    let plausibility = DataPlausibility(
      decisions, of: inputs.subject.model, on: inputs.examples, within: inputs.bounds,
      workers: workers)
    if let warning = plausibility.warning { remark(.warning, warning) }
  }
}
