import PlateauNumerics

/// Paints one image after another; it only keeps memory between them.
final class DigitPainter {
  private var pen = Pen()
  private var trace = Trace()
  private var canvas = Canvas()
  private var warp = Warp()
  private var waverX = Ripple()
  private var waverY = Ripple()
  private var pressure = Ripple()

  /// Paints a digit as the generator wants it.
  func paint(
    _ digit: Int, _ random: inout SeededGenerator, into image: UnsafeMutablePointer<Float>,
    grays: UnsafePointer<Float>
  ) {
    var hand = Hand()
    pen.knots.removeAll(keepingCapacity: true)
    pen.draw(digit, &random, &hand)
    for index in pen.knots.indices {
      pen.knots[index].x += random.bell(0, hand.jitter)
      pen.knots[index].y += random.bell(0, hand.jitter)
    }
    warp.draw(&random, hand)
    waverX.draw(&random)
    waverY.draw(&random)
    pressure.draw(&random)
    trace.follow(pen.knots)
    trace.move(warp, waverX: waverX, waverY: waverY, pressure: pressure, hand)
    let fineness = random.uniform()
    // Half a stroke's width in pixels; few strokes are bold.
    let radius = 0.74 + 0.74 * fineness + 0.46 * fineness * fineness * fineness
    trace.fit(side: Double(Canvas.side), radius: hand.weight * radius)
    canvas.draw(
      trace, softness: random.uniform(1.1, 1.9), roughness: random.uniform(0.02, 0.14), &random)
    canvas.write(to: image, grays: grays)
  }
}
