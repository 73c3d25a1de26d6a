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

  init(_ participations: [JacobianParticipation]) {
    directions = Self.mean(participations.compactMap(\.directions))
    inputs = Self.mean(participations.compactMap(\.inputs))
    zeros = participations.count { $0.directions == nil }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
