import PlateauNumerics

// Resize of a part of an image, which may reach beyond it.
extension ONNXImport {
  /// Where a part begins and ends along each side, as shares of its length.
  func crops(
    of node: ONNXNode, _ sides: [Int]
  ) throws(FormatError) -> [(Double, Double)] {
    let given = try node.integers("axes")?.map { $0 < 0 ? $0 + sides.count : $0 }
    let axes = given ?? Array(sides.indices)
    guard node.inputs.count > 2, !node.inputs[1].isEmpty else {
      throw node.malformed("crops without saying what (roi)")
    }
    let numbers = try constant(node.inputs[1], of: node).numbers().values
    guard numbers.count == 2 * axes.count, axes.allSatisfy(sides.indices.contains),
      numbers.allSatisfy({ $0.magnitude <= 4096 })
    else {
      throw node.malformed("crops to \(numbers) along the sides \(axes)")
    }
    var result = sides.map { _ in (0.0, 1.0) }
    for (index, axis) in axes.enumerated() {
      result[axis] = (numbers[index], numbers[axes.count + index])
    }
    guard result[0] == (0, 1) else {
      throw node.unsupported("crops the batch", "The first side must stay the batch.")
    }
    return result
  }

  /// The place of a pixel of a part, as a share of the length of the whole; that of a single one is the
  /// middle.
  func cropped(_ index: Double, of size: Int, by crop: (start: Double, end: Double)) -> Double {
    guard size > 1 else { return (crop.start + crop.end) / 2 }
    return crop.start + index * (crop.end - crop.start) / Double(size - 1)
  }

  /// A value with the number of extrapolation where a place along any side is -1.
  mutating func extrapolated(
    _ value: ONNXValue, _ inside: [[Int]], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    guard inside.contains(where: { $0.contains(-1) }) else { return value }
    let result = try combined(value, inside, node)
    let fill = try node.number("extrapolation_value", default: 0)
    guard fill != 0 else { return result }
    let places = Permutation.combined(inside, of: value.shape.exampleSides)
    return try shifted(
      result, by: ONNXBroadcast(numbers: places.map { $0 < 0 ? fill : 0 }, isByUnit: true), node)
  }
}
