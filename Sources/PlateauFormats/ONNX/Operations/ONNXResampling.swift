import PlateauNumerics

/// How the pixels of one side are made from those that were there: weights of neighbors, by cubes, or by a
/// filter that is as wide as pixels are far apart.
///
/// Source: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981; ONNX, "Operator
/// Schemas", Resize.
struct ONNXResampling {
  let isCubic: Bool
  /// The number of Keys' cubes.
  let coefficient: Double
  /// Whether weights of what lies beyond the edges are left out, in place of going to the edges.
  let excludesOutside: Bool
  let hasAntialiasing: Bool

  /// The weight of a pixel at a distance.
  private func weight(at distance: Double) -> Double {
    let x = distance.magnitude
    guard isCubic else { return max(0, 1 - x) }
    let a = coefficient
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
  }

  /// The weights of all pixels of a side for each of some places, which add up to 1.
  func weights(of size: Int, at places: [Double], scale: Double) -> [[Double]] {
    let own = hasAntialiasing ? min(scale, 1) : 1
    let reach = Int(((isCubic ? 2 : 1) / own).rounded(.up))
    return places.map { place in
      let first = Int(place.rounded(.down))
      var row = Array(repeating: 0.0, count: size)
      for pixel in first - reach...first + reach + 1 {
        let weight = weight(at: own * (Double(pixel) - place))
        if excludesOutside, !(0..<size).contains(pixel) { continue }
        row[min(max(pixel, 0), size - 1)] += weight
      }
      let sum = row.reduce(0, +)
      return sum == 0 ? row : row.map { $0 / sum }
    }
  }
}
