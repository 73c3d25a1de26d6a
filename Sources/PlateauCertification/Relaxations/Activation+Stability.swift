public import PlateauNetworks

extension Activation {
  /// Whether a unit does the same over a whole interval of pre-activations: that it stays on one linear
  /// piece, of ReLU and the like, or that the slope is at most 0.01 of the largest everywhere, of
  /// functions that have a largest.
  ///
  /// - Parameters:
  ///   - low: The lower end, −∞ where none is known.
  ///   - high: The upper end, not below.
  /// - Returns: True only if it holds for every real number in between.
  public func isStable(from low: Double, to high: Double) -> Bool {
    isLinear(low, high) || isSaturated(from: low, to: high)
  }

  /// Whether a unit stays on one flat part over a whole interval of pre-activations: where the slope is
  /// 0, or at most 0.01 of the largest.
  ///
  /// Where a function bends one way its slope rises or falls: it is taken at both ends, and to be too
  /// small by up to 2⁻⁴⁰ of itself, far more than its rounding.
  ///
  /// - Parameters:
  ///   - low: The lower end, −∞ where none is known.
  ///   - high: The upper end, not below.
  /// - Returns: True only if it holds for every real number in between.
  public func isSaturated(from low: Double, to high: Double) -> Bool {
    let function = function
    let limit = function.flatSlope
    guard low <= high, function.isDefined(on: low, high) else { return false }
    let curve = function.curve(over: low, high)
    // At a jump from one flat part to another.
    for (index, joint) in curve.joints.enumerated() where low <= joint.place && joint.place <= high
    {
      guard low == high || !function.jumps(at: index, of: curve) else { return false }
    }
    // Beyond these numbers slopes go on as they went.
    let (low, high) = (max(low, -0x1p40), min(high, 0x1p40))
    for (index, bend) in curve.bends.enumerated() {
      let left = index > 0 ? curve.joints[index - 1] : nil
      let right = index < curve.joints.count ? curve.joints[index] : nil
      let first = max(low, left.map { $0.place - $0.width } ?? low)
      let last = min(high, right.map { $0.place + $0.width } ?? high)
      guard first <= last else { continue }
      // On a piece slopes rise or fall; at corners they are those of either side.
      if case .constant = bend { continue }
      if case .strip = bend { return false }
      // An end alone belongs to the piece that it ends where that is flat.
      if first == last, low < high || (left?.isCorner ?? false) || (right?.isCorner ?? false) {
        continue
      }
      for z in [first, last] {
        var z = z
        if let left, left.isCorner, z <= left.place + left.width { z = 0.999 * z + 0.001 * last }
        if let right, right.isCorner, z >= right.place - right.width {
          z = 0.999 * z + 0.001 * first
        }
        let slope = function.slope(at: z).magnitude
        guard slope * (1 + 0x1p-40) + function.slopeError(at: z) <= limit else { return false }
      }
    }
    return true
  }
}
