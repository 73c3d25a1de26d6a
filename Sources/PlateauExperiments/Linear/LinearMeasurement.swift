import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Measures linear networks exactly.
struct LinearMeasurement {
  let test: Examples
  let workers: Workers

  /// The place of a network in the plane of kurtosis and robust accuracy, at each epsilon.
  ///
  /// Accuracies are the shares of examples whose true class wins strictly, without perturbation and
  /// for every one of the size given inside the box: all by the closed form.
  ///
  /// - Parameters:
  ///   - network: A network of one layer.
  ///   - epsilons: The ℓ∞ sizes of perturbations.
  ///   - shape: The shape of the family that its weights come from.
  ///   - penalty: The weight of ‖W‖₁ it was trained with.
  /// - Returns: A point for each epsilon; none where all weights are equal.
  func points(
    _ network: Network<Double>, epsilons: [Double], shape: Double? = nil, penalty: Double? = nil
  ) -> [LinearPoint] {
    let certificate = LinearCertificate(network)
    func accuracy(_ epsilon: Double) -> Double {
      let margins = certificate.margins(
        of: test, within: ThreatModel(norm: .lInfinity, epsilon: epsilon), workers: workers)
      return Double(margins.count { $0 > 0 }) / Double(test.count)
    }
    let weights = Array(network[network.architecture.layout.tensors[0]])
    let clean = accuracy(0)
    return epsilons.compactMap {
      LinearPoint(
        weights: weights, shape: shape, penalty: penalty, cleanAccuracy: clean,
        robustAccuracy: accuracy($0))
    }
  }
}
