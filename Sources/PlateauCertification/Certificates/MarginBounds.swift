public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Lower bounds of margins by one method, prepared for any number of batches.
///
/// ``Certificate/margins(_:_:within:method:workers:deadline:)`` is the same for a single one.
public struct MarginBounds: Certifier {
  /// From the cheapest to the tightest.
  private let certifiers: [any Certifier]
  /// What is bounded backward, where a search may go on with it.
  let network: BoundedNetwork?

  /// Prepares the bounds of a network.
  ///
  /// - Parameters:
  ///   - network: The network; of one that is a dense layer margins are exact by any method.
  ///   - method: The method; `complete` is the same as `alphaCROWN` here.
  /// - Complexity: O(*parameters*)
  public init(_ network: Network<Double>, method: CertificationMethod) {
    if LinearCertificate.applies(to: network) {
      certifiers = [LinearCertificate(network)]
      self.network = nil
      return
    }
    let optimization: AlphaOptimization?
    switch method {
    case .interval:
      certifiers = [IntervalBounds(network)]
      self.network = nil
      return
    case .crown: optimization = nil
    case .alphaCROWN, .complete: optimization = AlphaOptimization()
    }
    let lines = LinearBounds(network, optimization: optimization)
    certifiers = [IntervalBounds(stages: lines.network.stages), lines]
    self.network = lines.network
  }

  /// Whether an example takes about a second or more: as many as there are threads are bounded at a
  /// time, each by itself.
  public var isLarge: Bool { certifiers.last?.isLarge ?? false }

  /// Lower bounds of the margins, each the tightest of those that the method and the cheaper ones
  /// have.
  ///
  /// - Parameters:
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - deadline: When to give up; bounds found so far are returned.
  /// - Returns: For each example a lower bound of the least z_y − z_k over all k ≠ y and the ball;
  ///   −∞ where none was found.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers,
    deadline: Deadline = .never
  ) -> [Double] {
    var best = Array(repeating: -Double.infinity, count: examples.count)
    for (index, certifier) in certifiers.enumerated() where index == 0 || !deadline.hasPassed {
      let margins = certifier.margins(
        of: examples, within: threat, workers: workers, deadline: deadline)
      for (row, margin) in margins.enumerated() { best[row] = max(best[row], margin) }
    }
    return best
  }
}
