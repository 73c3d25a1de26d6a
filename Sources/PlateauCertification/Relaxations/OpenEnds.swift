import PlateauNetworks

/// The ends that do not belong to an interval.
///
/// They matter where a function jumps there: of the two sides of a jump one alone has its value.
struct OpenEnds: Sendable {
  var low = false
  var high = false

  var isOpen: Bool { low || high }
}

extension Curve {
  /// The curve on an interval: without jumps at ends that do not belong to it, and without those at
  /// ends whose value is that of the inner side.
  ///
  /// - Parameters:
  ///   - low: Where the interval begins.
  ///   - high: Where it ends.
  ///   - open: The ends that do not belong to it.
  ///   - value: The function.
  /// - Returns: The same where neither is so.
  func inside(
    _ low: Double, _ high: Double, _ open: OpenEnds, _ value: (Double) -> Double
  ) -> Curve {
    guard low < high else { return self }
    var (first, last) = (0, joints.count)
    while first < last, joints[first].place <= low,
      leaves(joints[first], low, open.low, for: bends[first + 1], from: bends[first], value)
    {
      first += 1
    }
    while last > first, joints[last - 1].place >= high,
      leaves(joints[last - 1], high, open.high, for: bends[last - 1], from: bends[last], value)
    {
      last -= 1
    }
    guard first > 0 || last < joints.count else { return self }
    return Curve(Array(joints[first..<last]), Array(bends[first...last]), turns: turns)
  }

  /// Whether a jump at or beyond an end has no part in an interval.
  private func leaves(
    _ joint: Joint, _ end: Double, _ isOpen: Bool, for inner: Bend, from outer: Bend,
    _ value: (Double) -> Double
  ) -> Bool {
    guard let own = limit(inner), let other = limit(outer) else { return false }
    return isOpen || joint.place != end || own != other && value(end) == own
  }

  /// The value of a constant part.
  private func limit(_ bend: Bend?) -> Double? {
    if case .constant(let value) = bend { value } else { nil }
  }

  /// The ends that do not belong to an interval, with the limits of a curve that ends there.
  func limits(
    _ low: Double, _ high: Double, _ open: OpenEnds
  ) -> [(place: Double, limit: Double)] {
    var result: [(place: Double, limit: Double)] = []
    if open.low, let limit = limit(bends.first) { result.append((low, limit)) }
    if open.high, let limit = limit(bends.last) { result.append((high, limit)) }
    return result
  }
}
