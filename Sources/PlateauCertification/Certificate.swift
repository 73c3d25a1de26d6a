public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Proofs that no input in a ball is classified otherwise.
public enum Certificate {
  /// Which examples are proven to be robust.
  ///
  /// Networks of one dense layer are decided exactly; all others by interval bounds, which can miss any number
  /// of robust examples but never certify one that is not.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example whether the true class wins strictly everywhere in the ball;
  ///   false says nothing where bounds are not exact.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  public static func certified(
    _ network: Network<Double>, _ examples: Examples, within threat: ThreatModel, workers: Workers
  ) -> [Bool] {
    margins(network, examples, within: threat, workers: workers).map { $0 > 0 }
  }

  /// Lower bounds of the margins, by the method that ``certified(_:_:within:workers:)`` chooses.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example a lower bound of the least z_y − z_k over all k ≠ y and the ball.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  public static func margins(
    _ network: Network<Double>, _ examples: Examples, within threat: ThreatModel, workers: Workers
  ) -> [Double] {
    LinearCertificate.applies(to: network)
      ? LinearCertificate(network).margins(of: examples, within: threat, workers: workers)
      : IntervalBounds(network).margins(of: examples, within: threat, workers: workers)
  }
}
