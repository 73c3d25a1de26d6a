/// How many dimensions matter to a Jacobian, on the side of outputs and on that of inputs.
public struct JacobianParticipation: Sendable, Hashable, Codable {
  /// The participation ratio of the squared singular values, (Σ σ²)² / Σ σ⁴: how many directions the
  /// output moves in; nil where the Jacobian is zero.
  public let directions: Double?
  /// The participation ratio of the squared columns, (Σ_i g_i)² / Σ_i g_i² with g_i = Σ_k J_ki²: how
  /// many input values move the output; nil where the Jacobian is zero.
  public let inputs: Double?
  /// The standard error of `directions` where random probes estimated it; nil where it is exact but
  /// for rounding.
  public let directionsError: Double?
  /// The standard error of `inputs`, likewise.
  public let inputsError: Double?

  /// Creates a participation.
  public init(
    directions: Double?, inputs: Double?, directionsError: Double? = nil,
    inputsError: Double? = nil
  ) {
    self.directions = directions
    self.inputs = inputs
    self.directionsError = directionsError
    self.inputsError = inputsError
  }
}
