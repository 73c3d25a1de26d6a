import PlateauNetworks
import PlateauNumerics

extension CurveSide {
  /// The lines on this side among which a search chooses: tangents of a concave part, or lines of all
  /// slopes that the ends allow where no part is concave.
  ///
  /// - Parameters:
  ///   - low: Where the interval begins.
  ///   - high: Where it ends.
  ///   - first: The line to begin with.
  /// - Returns: That line alone where there is no choice.
  func line(_ low: Double, _ high: Double, _ first: Relaxation.Line) -> AlphaLine {
    if curve.joints.count == 1, curve.joints[0].isCorner, let pencil = pencil(first) {
      return pencil
    }
    var result = AlphaLine(first)
    var isBent = false
    for index in curve.bends.indices {
      guard let piece = piece(index, low, high), case .concave = piece.bend else { continue }
      isBent = true
      guard let (range, tangents) = tangents(index, piece, low, high),
        range.upperBound - range.lowerBound > result.high - result.low
      else { continue }
      result.kind = .curveTangents
      (result.low, result.high) = (range.lowerBound, range.upperBound)
      result.tangents = tangents
      result.start = highest(
        result.low, result.high, isUpper ? first.slope : -first.slope)
    }
    return isBent ? result : slopes(low, high, first)
  }

  /// Lines through a corner at 0 between two straight parts.
  private func pencil(_ first: Relaxation.Line) -> AlphaLine? {
    for bend in curve.bends {
      guard case .straight = bend else { return nil }
    }
    guard curve.joints[0].place == 0, function.value(at: 0) == 0 else { return nil }
    let slopes = (function.slope(at: -1), function.slope(at: 1))
    // Concave as seen from this side.
    guard isUpper ? slopes.0 > slopes.1 : slopes.0 < slopes.1 else { return AlphaLine(first) }
    return AlphaLine(
      slopes: (min(slopes.0, slopes.1), max(slopes.0, slopes.1)), through: 0, first: first)
  }

  /// The points of a concave part where tangents are nowhere below ψ, and the tangents.
  private func tangents(
    _ index: Int, _ piece: Piece, _ low: Double, _ high: Double
  ) -> (ClosedRange<Double>, CurveTangents)? {
    let (first, last) = touching(index, piece)
    guard first < last else { return nil }
    /// Whether the tangent at a point is above ψ on a part to one side.
    func holds(_ point: Double, _ start: Double, _ end: Double) -> Bool {
      let own = slope(point)
      guard own.isFinite else { return false }
      return start >= end || highest(on: start, end, own).1 <= value(point) - own * point
    }
    /// The point nearest to `bad` from which on it is.
    func nearest(_ good: Double, _ bad: Double, _ start: Double, _ end: Double) -> Double? {
      if holds(bad, start, end) { return bad }
      guard holds(good, start, end) else { return nil }
      var (good, bad) = (good, bad)
      for _ in 0..<30 {
        let middle = 0.5 * good + 0.5 * bad
        if holds(middle, start, end) { good = middle } else { bad = middle }
      }
      return good
    }
    guard let least = nearest(last, first, low, piece.low),
      let most = nearest(first, last, piece.high, high), least < most
    else { return nil }
    let slopes = (slope(least), slope(most))
    guard slopes.0.isFinite, slopes.1.isFinite else { return nil }
    return (
      least...most,
      CurveTangents(
        isUpper: isUpper, low: low, high: high, piece: (piece.low, piece.high),
        left: .init(
          slope: slopes.0,
          intercept: low < piece.low ? raised(low, piece.low, slope: slopes.0) : 0),
        right: .init(
          slope: slopes.1,
          intercept: piece.high < high ? raised(piece.high, high, slope: slopes.1) : 0))
    )
  }

  /// Lines of every slope between the steepest that touches ψ at the lower end and the least steep
  /// that does at the upper one.
  private func slopes(_ low: Double, _ high: Double, _ first: Relaxation.Line) -> AlphaLine {
    var result = AlphaLine(first)
    let (start, end) = (value(low), value(high))
    let chord = (end - start) / (high - low)
    guard chord.isFinite else { return result }
    var (steepest, flattest) = (chord, chord)
    for _ in 0..<curve.bends.count + 2 {
      let point = highest(on: low, high, steepest).0
      guard point > low, point < high else { break }
      steepest = max(steepest, (value(point) - start) / (point - low))
    }
    for _ in 0..<curve.bends.count + 2 {
      let point = highest(on: low, high, flattest).0
      guard point > low, point < high else { break }
      flattest = min(flattest, (end - value(point)) / (high - point))
    }
    guard flattest < steepest, flattest.isFinite, steepest.isFinite else { return result }
    result.kind = isUpper ? .upperSlopes : .lowerSlopes
    (result.low, result.high) = isUpper ? (flattest, steepest) : (-steepest, -flattest)
    result.start = min(max(first.slope, result.low), result.high)
    result.interval = (low, high)
    return result
  }
}
