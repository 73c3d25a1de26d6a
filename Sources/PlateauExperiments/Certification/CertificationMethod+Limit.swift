import PlateauCertification
import PlateauNetworks
import PlateauNumerics

extension CertificationMethod {
  /// Refuses a network that is too large for all but intervals.
  ///
  /// - Throws: `ExperimentError` with about how long an example would take.
  func check(_ network: Network<Double>) throws(ExperimentError) {
    let architecture = network.architecture
    let activations = zip(architecture.hiddenActivations, architecture.hiddenWidths)
      .reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
    guard self != .interval, activations > LinearBounds.mostActivations else { return }
    let seconds = LinearBounds(network).seconds
    throw ExperimentError(
      .mismatch,
      "The network has \(activations) activations for each example; bounds by lines are for "
        + "\(LinearBounds.mostActivations) at most, and would take about "
        + "\(Int(seconds.rounded(.up))) s for one example. Choose the method interval.")
  }
}
