import PlateauNumerics

/// What one hand does to a whole digit: proportions, slant, rotation, and a smooth distortion.
struct Warp {
  private static let side = 6
  private var shiftX: [Double] = Array(repeating: 0, count: side * side)
  private var shiftY: [Double] = Array(repeating: 0, count: side * side)
  private var taper = 0.0
  private var lift = 0.0
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
    taper = random.bell(0, hand.taper)
    lift = random.bell(0, hand.lift)
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
    let at = firstRow * Self.side + firstColumn
    let shifted = (
      x: Self.value(shiftX, at, across, down), y: Self.value(shiftY, at, across, down)
    )
    let movedX = 0.35 + (x - 0.35) * (1 + taper * (y - 0.5)) + shifted.x
    let movedY = y + lift * y * (1 - y) + shifted.y
    return (xx * movedX + xy * movedY, yx * movedX + yy * movedY)
  }

  /// The value of a spline surface whose 16 coefficients there start at an index.
  @inline(__always)
  private static func value(
    _ coefficients: [Double], _ at: Int, _ across: Spline.Weights, _ down: Spline.Weights
  ) -> Double {
    coefficients.withUnsafeBufferPointer { coefficients in
      let first = Spline.sum(across, coefficients, at)
      let second = Spline.sum(across, coefficients, at + side)
      let third = Spline.sum(across, coefficients, at + 2 * side)
      let fourth = Spline.sum(across, coefficients, at + 3 * side)
      return down.0 * first + down.1 * second + down.2 * third + down.3 * fourth
    }
  }
}
