/// The change that the ℓ2 version of the square attack makes in a window: a bump and a dent side by
/// side, each falling off from its center, of length 1.
///
/// Source: M. Andriushchenko et al., "Square Attack: a query-efficient black-box adversarial attack
/// via random search", 2020, section 3.3, equation 2.
struct WindowPattern {
  let size: PixelGrid.Size
  /// Bump above dent; nil where the window has one row.
  private let upright: [Double]?
  /// Bump beside dent; nil where the window has one column.
  private let sideways: [Double]?

  init(_ size: PixelGrid.Size) {
    self.size = size
    let upright = Self.pair(size.height, size.width)
    let turned = Self.pair(size.width, size.height)
    var sideways = turned
    for row in 0..<size.height {
      for column in 0..<size.width {
        sideways[row * size.width + column] = turned[column * size.height + row]
      }
    }
    self.upright = size.height > 1 || size.width == 1 ? upright : nil
    self.sideways = size.width > 1 ? sideways : nil
  }

  /// The values, row by row, in one of the two directions.
  func values(isUpright: Bool) -> [Double] {
    (isUpright ? upright ?? sideways : sideways ?? upright) ?? []
  }

  private static func pair(_ rows: Int, _ columns: Int) -> [Double] {
    let half = rows / 2
    let dent = bump(rows - half, columns).map { -$0 }
    return normalized(bump(half, columns) + dent)
  }

  /// Rectangles around the center, each weighted by 1/k².
  private static func bump(_ rows: Int, _ columns: Int) -> [Double] {
    var values = [Double](repeating: 0, count: rows * columns)
    for ring in 0..<max(rows / 2 + 1, columns / 2 + 1) {
      let (top, left) = (rows / 2 - ring, columns / 2 - ring)
      let weight = 1 / Double((ring + 1) * (ring + 1))
      for row in max(top, 0)..<max(min(top + 2 * ring + 1, rows), max(top, 0)) {
        for column in max(left, 0)..<min(left + 2 * ring + 1, columns) {
          values[row * columns + column] += weight
        }
      }
    }
    return normalized(values)
  }

  private static func normalized(_ values: [Double]) -> [Double] {
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? values.map { $0 / length } : values
  }
}
