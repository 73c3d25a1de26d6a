import PlateauNumerics

/// What one hand does to a whole digit: proportions, slant, rotation, and a smooth distortion.
struct Warp {
  private static let side = 6
  private var shiftX: [Double] = Array(repeating: 0, count: side * side)
  private var shiftY: [Double] = Array(repeating: 0, count: side * side)
  private var xx = 1.0
  private var xy = 0.0
  private var yx = 0.0
  private var yy = 1.0

  /// Draws a new warp.
  mutating func draw(_ random: inout SeededGenerator, _ hand: Hand) {
    let width = max(0.5, random.bell(1, hand.width))
    let slant = random.bell(hand.slantMean, hand.slant)
    // A rational point of the circle needs no sine: (1 − t²)/(1 + t²) and 2t/(1 + t²).
    let half = random.bell(0, hand.rotation) / 2
    let cosine = (1 - half * half) / (1 + half * half)
    let sine = 2 * half / (1 + half * half)
    xx = cosine * width
    xy = -cosine * slant - sine
    yx = sine * width
    yy = cosine - sine * slant
    for index in 0..<Self.side * Self.side {
      shiftX[index] = random.bell(0, hand.distortion)
      shiftY[index] = random.bell(0, hand.distortion)
    }
  }

  /// Where a point goes.
  func applied(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    // The lattice has its points 1/2 apart and covers [-1/4, 5/4] on each axis.
    let column = min(max((x + 0.25) * 2, 0), 2.999)
    let row = min(max((y + 0.25) * 2, 0), 2.999)
    let firstColumn = Int(column)
    let firstRow = Int(row)
    let across = Spline.weights(column - Double(firstColumn))
    let down = Spline.weights(row - Double(firstRow))
    var sumX = 0.0
    var sumY = 0.0
    for (line, weight) in [down.0, down.1, down.2, down.3].enumerated() {
      let at = (firstRow + line) * Self.side + firstColumn
      sumX +=
        weight
        * (across.0 * shiftX[at] + across.1 * shiftX[at + 1] + across.2 * shiftX[at + 2]
          + across.3 * shiftX[at + 3])
      sumY +=
        weight
        * (across.0 * shiftY[at] + across.1 * shiftY[at + 1] + across.2 * shiftY[at + 2]
          + across.3 * shiftY[at + 3])
    }
    let movedX = x + sumX
    let movedY = y + sumY
    return (xx * movedX + xy * movedY, yx * movedX + yy * movedY)
  }
}
