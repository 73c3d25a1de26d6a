import CPlateauKernels

extension Kernels {
  /// Moves a point by `step` along the signs of a direction, in place, into [lower, upper] and the
  /// ℓ∞ ball of radius `epsilon` around an origin.
  package func signStep(
    count: Int, point: Out, along direction: In, around origin: In, step: Element,
    epsilon: Element, lower: Element, upper: Element
  ) {
    table.pointee.sign_step(
      Int64(count), point, direction, origin, step.widened, epsilon.widened, lower.widened,
      upper.widened)
  }

  /// Moves doubles as ``signStep(count:point:along:around:step:epsilon:lower:upper:)`` does, along
  /// the signs of a direction in this type.
  ///
  /// - `rounded`: Receives the moved point rounded to this type, where it is a narrower one;
  ///   otherwise it is not used.
  package func signStepRounding(
    count: Int, point: UnsafeMutablePointer<Double>, along direction: In,
    around origin: UnsafePointer<Double>, step: Double, epsilon: Double, lower: Double,
    upper: Double, rounded: Out
  ) {
    table.pointee.sign_step_rounding(
      Int64(count), point, direction, origin, step, epsilon, lower, upper, rounded)
  }

  /// Moves each row by the length `step` along its direction, in place, into the Euclidean ball of
  /// radius `epsilon` around its origin, and then into [lower, upper].
  package func lengthStep(
    rows: Int, columns: Int, points: Out, along directions: In, around origins: In, step: Element,
    epsilon: Element, lower: Element, upper: Element
  ) {
    table.pointee.length_step(
      Int64(rows), Int64(columns), points, directions, origins, step.widened, epsilon.widened,
      lower.widened, upper.widened)
  }

  /// Moves a point into [lower, upper] and the ℓ∞ ball of radius `epsilon` around an origin, in
  /// place.
  package func clip(
    count: Int, point: Out, around origin: In, epsilon: Element, lower: Element, upper: Element
  ) {
    table.pointee.clip(
      Int64(count), point, origin, epsilon.widened, lower.widened, upper.widened)
  }
}
