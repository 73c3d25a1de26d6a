import PlateauGeometry

/// The participation of Jacobians over examples.
public struct JacobianSummary: Codable, Sendable, Hashable {
  /// The mean participation ratio of squared singular values: the directions that the layer moves in;
  /// nil where all Jacobians are zero.
  public var directions: Double?
  /// The mean participation ratio over input values: how many move the layer; nil where all Jacobians
  /// are zero.
  public var inputs: Double?
  /// The examples whose Jacobian is exactly zero, or not finite: they are left out of the means.
  public var zeros: Int
  /// The random probes of each example that the means are estimated from; nil where Jacobians were
  /// made.
  public var probes: Int?
  /// The standard error of `directions` that probes leave, at these examples; nil without probes.
  public var directionsError: Double?
  /// The standard error of `inputs` that probes leave; nil without probes.
  public var inputsError: Double?

  init(_ participations: [JacobianParticipation], probes: Int? = nil) {
    self.probes = probes
    directions = Self.mean(participations.compactMap(\.directions))
    inputs = Self.mean(participations.compactMap(\.inputs))
    zeros = participations.count { $0.directions == nil }
    directionsError = Self.error(participations.compactMap(\.directionsError))
    inputsError = Self.error(participations.compactMap(\.inputsError))
  }

  /// The standard error of the mean of independent estimates.
  private static func error(_ errors: [Double]) -> Double? {
    guard !errors.isEmpty else { return nil }
    return errors.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(errors.count)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
