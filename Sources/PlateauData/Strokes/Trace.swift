import PlateauNumerics

/// The way of the pen as short straight segments, each point with the radius of the ink.
struct Trace {
  /// A point of the way.
  struct Point {
    var x: Double
    var y: Double
    /// The length of ink before it, in heights.
    var travel: Double
    /// Half the width of the stroke: relative at first, then in pixels.
    var radius: Double
    /// Whether the pen came here without touching the paper.
    let isStart: Bool
  }

  private(set) var points: [Point] = []

  /// Follows knots.
  ///
  /// Between two knots the way is a cubic with the tangents of the centripetal Catmull-Rom spline,
  /// which has no cusp and no loop within a span.
  ///
  /// Source: C. Yuksel, S. Schaefer and J. Keyser, "On the Parameterization of Catmull-Rom
  /// Curves", 2009, section 3.
  mutating func follow(_ knots: [Pen.Knot]) {
    points.removeAll(keepingCapacity: true)
    var travel = 0.0
    for index in knots.indices {
      let knot = knots[index]
      if knot.passage == .start {
        // The pen lifts: let what varies along the stroke start elsewhere.
        travel += 1
        points.append(Point(x: knot.x, y: knot.y, travel: travel, radius: 1, isStart: true))
        continue
      }
      let from = knots[index - 1]
      let before = from.passage == .smooth ? knots[index - 2] : nil
      let after =
        knot.passage == .smooth && index + 1 < knots.count && knots[index + 1].passage != .start
        ? knots[index + 1] : nil
      addSpan(before, from, knot, after, &travel)
    }
  }

  private mutating func addSpan(
    _ before: Pen.Knot?, _ from: Pen.Knot, _ to: Pen.Knot, _ after: Pen.Knot?,
    _ travel: inout Double
  ) {
    let length = Self.distance(from, to)
    guard length > 1e-9 else { return }
    let time = length.squareRoot()
    let chordX = to.x - from.x
    let chordY = to.y - from.y
    var startX = chordX
    var startY = chordY
    if let before {
      let earlier = max(Self.distance(before, from).squareRoot(), 1e-6)
      startX = Self.tangent(before.x, from.x, to.x, earlier, time) * time
      startY = Self.tangent(before.y, from.y, to.y, earlier, time) * time
    }
    var endX = chordX
    var endY = chordY
    if let after {
      let later = max(Self.distance(to, after).squareRoot(), 1e-6)
      endX = Self.tangent(from.x, to.x, after.x, time, later) * time
      endY = Self.tangent(from.y, to.y, after.y, time, later) * time
    }
    if before == nil {
      // The curve leaves its end like a parabola.
      startX = (3 * chordX - endX) / 2
      startY = (3 * chordY - endY) / 2
    }
    if after == nil {
      endX = (3 * chordX - startX) / 2
      endY = (3 * chordY - startY) / 2
    }
    // Segments of a pixel or so.
    let count = min(max(Int(length * 18) + 1, 2), 24)
    for step in 1...count {
      let part = Double(step) / Double(count)
      let square = part * part
      let cube = square * part
      let toWeight = 3 * square - 2 * cube
      let startWeight = cube - 2 * square + part
      let endWeight = cube - square
      points.append(
        Point(
          x: from.x + toWeight * chordX + startWeight * startX + endWeight * endX,
          y: from.y + toWeight * chordY + startWeight * startY + endWeight * endY,
          travel: travel + length * part, radius: 1, isStart: false))
    }
    travel += length
  }

  private static func distance(_ one: Pen.Knot, _ other: Pen.Knot) -> Double {
    let x = one.x - other.x
    let y = one.y - other.y
    return (x * x + y * y).squareRoot()
  }

  /// The velocity at the middle of three points that are passed `first` and `second` apart.
  private static func tangent(
    _ before: Double, _ at: Double, _ after: Double, _ first: Double, _ second: Double
  ) -> Double {
    (at - before) / first - (after - before) / (first + second) + (after - at) / second
  }
}

// MARK: - What hand and paper do to it

extension Trace {
  /// Lets the pen waver, press and lean as a hand does.
  mutating func move(_ warp: Warp, waverX: Ripple, waverY: Ripple, pressure: Ripple, _ hand: Hand) {
    for index in points.indices {
      let point = points[index]
      let moved = warp.applied(
        point.x + hand.waver * waverX.value(point.travel * 5),
        point.y + hand.waver * waverY.value(point.travel * 5))
      points[index].x = moved.x
      points[index].y = moved.y
      points[index].radius = max(0.4, 1 + hand.pressure * pressure.value(point.travel * 3))
    }
  }

  /// Scales the ink, strokes of a given mean radius included, into a square at the origin.
  ///
  /// The longer side fills the square and the shorter one is centered in it.
  mutating func fit(side: Double, radius: Double) {
    let bare = box(1, 0)
    var scale = (side - 2 * radius) / max(bare.width, bare.height, 1e-9)
    // The radius varies along the stroke; two rounds settle the extent of the ink.
    for _ in 0..<2 {
      let box = box(scale, radius)
      scale *= side / max(box.width, box.height, 1e-9)
    }
    let box = box(scale, radius)
    let left = box.left - (side - box.width) / 2
    let top = box.top - (side - box.height) / 2
    for index in points.indices {
      points[index].x = points[index].x * scale - left
      points[index].y = points[index].y * scale - top
      points[index].radius *= radius
    }
  }

  private func box(
    _ scale: Double, _ radius: Double
  ) -> (left: Double, top: Double, width: Double, height: Double) {
    var left = Double.infinity
    var top = Double.infinity
    var right = -Double.infinity
    var bottom = -Double.infinity
    for point in points {
      let ink = point.radius * radius
      left = min(left, point.x * scale - ink)
      right = max(right, point.x * scale + ink)
      top = min(top, point.y * scale - ink)
      bottom = max(bottom, point.y * scale + ink)
    }
    return (left, top, right - left, bottom - top)
  }
}
