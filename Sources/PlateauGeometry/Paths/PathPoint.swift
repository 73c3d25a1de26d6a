public import PlateauNumerics

/// The geometry of a network's map at one point of a path.
///
/// Lengths are with respect to s, which goes from 0 to 1: the length of an image of the path is the
/// mean of its length elements. With J = ∂logits/∂x and the path's velocity ẋ, u = J·ẋ.
public struct PathPoint: Sendable, Hashable, Codable {
  /// The place on the path, from 0 to 1.
  public let position: Double
  /// The logits.
  public let logits: [Double]
  /// The softmax of the logits: under the naive rule in working precision, else from
  /// `logProbabilities`.
  public let probabilities: [Double]
  /// The natural logarithms of the probabilities, which stay finite where those round to 0.
  public let logProbabilities: [Double]
  /// ‖u‖, in logits.
  public let euclideanLength: ScaledValue
  /// √(uᵀ(diag p − p·pᵀ)u), the length of Fisher information of the classes.
  ///
  /// Under the naive rule as written, in working precision: 0 or NaN where p rounds to 0 and 1. Under
  /// the others √(Σ_{i<j} p_i p_j (u_i − u_j)²), every term of which is positive.
  public let fisherLength: ScaledValue
  /// The singular values of J, in descending order.
  public let logitSingularValues: [ScaledValue]
  /// The singular values of ∂p/∂x, in descending order.
  public let probabilitySingularValues: [ScaledValue]
}
