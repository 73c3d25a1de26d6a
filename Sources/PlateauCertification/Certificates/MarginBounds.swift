public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Lower bounds of margins by one method, prepared for any number of batches.
///
/// ``Certificate/margins(_:_:within:method:workers:deadline:)`` is the same for a single one.
public struct MarginBounds: Sendable {
  private enum Bounds: Sendable {
    case exact(LinearCertificate)
    case intervals(IntervalBounds)
    case lines(IntervalBounds, LinearBounds)
  }

  private let bounds: Bounds
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
      bounds = .exact(LinearCertificate(network))
      self.network = nil
    } else if method == .interval {
      bounds = .intervals(IntervalBounds(network))
      self.network = nil
    } else {
      let lines = LinearBounds(
        network, optimization: method == .crown ? nil : AlphaOptimization())
      bounds = .lines(IntervalBounds(stages: lines.network.stages), lines)
      self.network = lines.network
    }
  }

  /// Whether an example takes about a second or more: as many as there are threads are bounded at a
  /// time, each by itself.
  public var isLarge: Bool {
    switch bounds {
    case .exact: false
    case .intervals(let intervals): intervals.multiplyAdds > LinearBounds.manyProducts
    case .lines(_, let lines): lines.multiplyAdds > LinearBounds.manyProducts
    }
  }

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
    switch bounds {
    case .exact(let certificate):
      return certificate.margins(of: examples, within: threat, workers: workers)
    case .intervals(let intervals):
      return intervals.margins(of: examples, within: threat, workers: workers, deadline: deadline)
    case .lines(let intervals, let lines):
      let first = intervals.margins(
        of: examples, within: threat, workers: workers, deadline: deadline)
      guard !deadline.hasPassed else { return first }
      let margins = lines.margins(
        of: examples, within: threat, workers: workers, deadline: deadline)
      return first.enumerated().map { row, bound in
        max(bound, margins.row(row).min() ?? bound)
      }
    }
  }
}
