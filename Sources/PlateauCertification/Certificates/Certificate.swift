public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Proofs that no input in a ball is classified otherwise.
public enum Certificate {
  /// Which examples are proven to be robust by bounds of margins.
  ///
  /// Networks of one dense layer are decided exactly; bounds of all others can miss any number of
  /// robust examples but never certify one that is not.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - method: The method; that of bounds only, so that `complete` is the same as `alphaCROWN`.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example whether the true class wins strictly everywhere in the ball;
  ///   false says nothing where bounds are not exact.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  public static func certified(
    _ network: Network<Double>, _ examples: Examples, within threat: ThreatModel,
    method: CertificationMethod = .interval, workers: Workers
  ) -> [Bool] {
    margins(network, examples, within: threat, method: method, workers: workers).map { $0 > 0 }
  }

  /// Lower bounds of the margins, each the tightest of those that a method and the cheaper ones
  /// have.
  ///
  /// - Parameters:
  ///   - network: The network; of one that is a dense layer margins are exact by any method.
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - method: The method; `complete` is the same as `alphaCROWN` here.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - deadline: When to give up; bounds found so far are returned.
  /// - Returns: For each example a lower bound of the least z_y − z_k over all k ≠ y and the ball;
  ///   −∞ where none was found.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  public static func margins(
    _ network: Network<Double>, _ examples: Examples, within threat: ThreatModel,
    method: CertificationMethod = .interval, workers: Workers, deadline: Deadline = .never
  ) -> [Double] {
    MarginBounds(network, method: method).margins(
      of: examples, within: threat, workers: workers, deadline: deadline)
  }
}
