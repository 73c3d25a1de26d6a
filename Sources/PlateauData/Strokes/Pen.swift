/// The knots that a pen passes while it draws a digit.
///
/// A digit is about 1 high; x goes right and y down.
struct Pen {
  /// A point on the way.
  struct Knot {
    /// How the pen passes it.
    enum Passage {
      /// The pen is put down here.
      case start
      /// The pen goes through in a smooth curve.
      case smooth
      /// The pen changes its direction at once.
      case corner
    }

    var x: Double
    var y: Double
    let passage: Passage
  }

  /// The knots, in order.
  var knots: [Knot] = []

  /// Puts the pen down.
  mutating func start(_ x: Double, _ y: Double) {
    knots.append(Knot(x: x, y: y, passage: .start))
  }

  /// Leads the pen smoothly through a point.
  mutating func curve(_ x: Double, _ y: Double) {
    knots.append(Knot(x: x, y: y, passage: .smooth))
  }

  /// Leads the pen to a point where it turns sharply.
  mutating func corner(_ x: Double, _ y: Double) {
    knots.append(Knot(x: x, y: y, passage: .corner))
  }

  /// Leads the pen along an arc of an ellipse whose radii may change on the way.
  ///
  /// - Parameters:
  ///   - center: The center of the ellipse.
  ///   - radii: Its radii, at the start.
  ///   - from: The angle of the first knot, in turns.
  ///   - sweep: The angle swept, in turns; positive is clockwise.
  ///   - growth: The factor of the radii at the end.
  ///   - steps: The number of spans between knots.
  ///   - isStart: Whether the pen is put down at the first knot.
  mutating func arc(
    center: (x: Double, y: Double), radii: (x: Double, y: Double), from: Double, sweep: Double,
    growth: Double = 1, steps: Int, isStart: Bool = false
  ) {
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      let direction = Turn.direction(from + sweep * part)
      let factor = 1 + (growth - 1) * part
      let x = center.x + radii.x * factor * direction.x
      let y = center.y + radii.y * factor * direction.y
      if isStart && step == 0 { start(x, y) } else { curve(x, y) }
    }
  }
}
