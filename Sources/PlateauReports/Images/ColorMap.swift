/// Colors for numbers from 0 to 255.
package struct ColorMap: Sendable, Hashable {
  /// One color.
  package struct Color: Sendable, Hashable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8
  }

  /// The colors, in order.
  package let colors: [Color]
  /// The place that is transparent instead; nil where none is.
  package let transparent: UInt8?

  /// From black to white, and a last place, ``grayGap``, that is transparent.
  package static let grayWithGap = ColorMap(
    colors: (0...255).map { place in
      let level = UInt8((Double(min(place, 254)) / 254 * 255).rounded())
      return Color(red: level, green: level, blue: level)
    },
    transparent: grayGap)

  /// The transparent place of ``grayWithGap``.
  package static let grayGap: UInt8 = 255

  /// The place in ``grayWithGap`` of a level of gray 0...255: 255 levels for 256, one of them for two.
  package static func grayPlace(_ level: UInt8) -> UInt8 {
    UInt8((Double(level) / 255 * 254).rounded())
  }

  /// From dark blue over gray to yellow: even steps of brightness, for every kind of color vision.
  ///
  /// Its anchors are joined by straight lines.
  ///
  /// Source: J. Nuñez, C. Anderton and R. Renslow, "Optimizing colormaps with consideration for
  /// color vision deficiency to enable accurate interpretation of scientific data", 2018 (cividis).
  package static let cividis = ColorMap(anchors: [
    (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120),
    (165, 156, 116), (195, 179, 105), (225, 204, 85), (254, 232, 56),
  ])

  private init(colors: [Color], transparent: UInt8? = nil) {
    self.colors = colors
    self.transparent = transparent
  }

  private init(anchors: [(Double, Double, Double)]) {
    transparent = nil
    colors = (0...255).map { value in
      let place = Double(value) / 255 * Double(anchors.count - 1)
      let start = min(Int(place), anchors.count - 2)
      let share = place - Double(start)
      let (first, second) = (anchors[start], anchors[start + 1])
      func mixed(_ a: Double, _ b: Double) -> UInt8 { UInt8((a + share * (b - a)).rounded()) }
      return Color(
        red: mixed(first.0, second.0), green: mixed(first.1, second.1),
        blue: mixed(first.2, second.2))
    }
  }
}
