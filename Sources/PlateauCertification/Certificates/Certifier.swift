public import PlateauData
public import PlateauNumerics
public import PlateauRobustness

/// A method that proves robustness: lower bounds of margins of one network, prepared for any number of batches.
///
/// An example is robust in the ball if its bound is above 0. `CertifierCheck` of PlateauTesting tests any of them.
public protocol Certifier: Sendable {
  /// Whether an example takes about a second or more: as many as there are threads are bounded at a time, each
  /// by itself.
  var isLarge: Bool { get }

  /// Bounds what the logit of the true class exceeds every other one by, everywhere in the ball.
  ///
  /// - Parameters:
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - deadline: When to give up; bounds found so far are returned.
  /// - Returns: For each example a lower bound, in real arithmetic, of the least z_y − z_k over all k ≠ y and
  ///   the ball; −∞ where none was found.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers, deadline: Deadline
  ) -> [Double]
}

extension IntervalBounds: Certifier {
  /// Whether an example takes about a second or more.
  public var isLarge: Bool { multiplyAdds > LinearBounds.manyProducts }
}

extension LinearBounds: Certifier {
  /// Whether an example takes about a second or more.
  public var isLarge: Bool { multiplyAdds > Self.manyProducts }

  /// The least of the margins of each example, as ``classMargins(of:within:workers:deadline:)`` has them.
  ///
  /// - Precondition: That of ``classMargins(of:within:workers:deadline:)``.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers,
    deadline: Deadline = .never
  ) -> [Double] {
    let margins = classMargins(of: examples, within: threat, workers: workers, deadline: deadline)
    return (0..<margins.rows).map { row in margins.row(row).min() ?? -.infinity }
  }
}

extension LinearCertificate: Certifier {
  /// Whether an example takes about a second or more: none does.
  public var isLarge: Bool { false }

  /// The exact margins, as ``margins(of:within:workers:)`` has them, which takes no time to speak of.
  ///
  /// - Precondition: That of ``margins(of:within:workers:)``.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers, deadline: Deadline
  ) -> [Double] {
    margins(of: examples, within: threat, workers: workers)
  }
}
