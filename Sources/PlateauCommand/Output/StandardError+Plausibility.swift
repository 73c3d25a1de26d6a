import Plateau

extension StandardError {
  /// Warns where the data of a command cannot be those that the model was made for.
  ///
  /// Audits say it with a check and their verdict.
  static func warn(of decisions: Decisions, _ loaded: LoadedInputs, _ workers: Workers) {
    let plausibility = DataPlausibility(
      decisions, of: loaded.network, on: loaded.examples, within: loaded.bounds, workers: workers)
    if let warning = plausibility.warning { write("Warning: \(warning)\n") }
  }
}
