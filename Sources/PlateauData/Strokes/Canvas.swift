import PlateauNumerics

/// A square of pixels on which ink is laid, and from which a gray image is read.
struct Canvas {
  /// The side of the square that the ink fills, in pixels.
  static let side = 20
  /// The side of the image.
  static let imageSide = 28

  // For each pixel the signed distance of its center from the outline, negative inside.
  private var distances = [Double](repeating: 0, count: side * side)
  private var ink = [UInt8](repeating: 0, count: side * side)

  /// Lays the ink of a trace that lies within the square.
  ///
  /// A pixel's gray value falls smoothly from full to none while its center crosses
  /// the outline.
  ///
  /// - Parameters:
  ///   - trace: The way of the pen, in pixels.
  ///   - softness: The width of the soft edge, in pixels.
  ///   - roughness: The standard deviation of the outline, in pixels.
  ///   - random: Where the roughness comes from.
  mutating func draw(
    _ trace: Trace, softness: Double, roughness: Double, _ random: inout SeededGenerator
  ) {
    let reach = softness / 2 + 2 * roughness
    distances.withUnsafeMutableBufferPointer { distances in
      distances.update(repeating: .infinity)
      trace.points.withUnsafeBufferPointer { points in
        for index in points.indices where !points[index].isStart {
          Self.cover(points[index - 1], points[index], reach, distances)
        }
      }
      ink.withUnsafeMutableBufferPointer { ink in
        for index in ink.indices {
          let distance = distances[index]
          guard distance < reach else {
            ink[index] = 0
            continue
          }
          let rough = distance + random.bell(0, roughness)
          let depth = min(max(0.5 - rough / softness, 0), 1)
          let gray = depth * depth * (3 - 2 * depth)
          ink[index] = UInt8(gray * 255 + 0.5)
        }
      }
    }
  }

  /// Lowers the distances around a segment whose radius goes from one end's to the other's.
  private static func cover(
    _ from: Trace.Point, _ to: Trace.Point, _ reach: Double,
    _ distances: UnsafeMutableBufferPointer<Double>
  ) {
    let margin = max(from.radius, to.radius) + reach
    // The center of pixel i is at i + 1/2.
    let firstX = pixel(min(from.x, to.x) - margin + 0.5, 0)
    let lastX = pixel(max(from.x, to.x) + margin - 0.5, 1)
    let firstY = pixel(min(from.y, to.y) - margin + 0.5, 0)
    let lastY = pixel(max(from.y, to.y) + margin - 0.5, 1)
    let alongX = to.x - from.x
    let alongY = to.y - from.y
    let square = alongX * alongX + alongY * alongY
    let inverse = square > 1e-12 ? 1 / square : 0
    let widening = to.radius - from.radius
    var y = firstY
    while y < lastY {
      let offsetY = Double(y) + 0.5 - from.y
      var x = firstX
      while x < lastX {
        let offsetX = Double(x) + 0.5 - from.x
        let part = min(max((offsetX * alongX + offsetY * alongY) * inverse, 0), 1)
        let awayX = offsetX - part * alongX
        let awayY = offsetY - part * alongY
        let distance =
          (awayX * awayX + awayY * awayY).squareRoot() - (from.radius + part * widening)
        let at = y * side + x
        if distance < distances[at] { distances[at] = distance }
        x += 1
      }
      y += 1
    }
  }

  private static func pixel(_ position: Double, _ extra: Int) -> Int {
    Int(min(max(position, 0), Double(side - extra))) + extra
  }

  /// Copies the ink into an image so that its center of mass falls on the middle pixel.
  ///
  /// The ink moves by whole pixels, as in MNIST, so its center is at most half a pixel away. The
  /// square of ink stays inside the image, which stops 0.3 % of the images, nearly all of them
  /// top-heavy sevens, up to 1.2 pixels before.
  func write(to image: UnsafeMutablePointer<Float>, grays: UnsafePointer<Float>) {
    var mass = 0
    var momentX = 0
    var momentY = 0
    for y in 0..<Self.side {
      for x in 0..<Self.side {
        let value = Int(ink[y * Self.side + x])
        mass += value
        momentX += value * x
        momentY += value * y
      }
    }
    let middle = Self.imageSide / 2
    let left = Self.start(middle: middle, moment: momentX, mass: mass)
    let top = Self.start(middle: middle, moment: momentY, mass: mass)
    image.update(repeating: 0, count: Self.imageSide * Self.imageSide)
    for y in 0..<Self.side {
      let row = image + (top + y) * Self.imageSide + left
      for x in 0..<Self.side { row[x] = grays[Int(ink[y * Self.side + x])] }
    }
  }

  private static func start(middle: Int, moment: Int, mass: Int) -> Int {
    let room = imageSide - side
    guard mass > 0 else { return room / 2 }
    let center = (2 * moment + mass) / (2 * mass)
    return min(max(middle - center, 0), room)
  }
}
