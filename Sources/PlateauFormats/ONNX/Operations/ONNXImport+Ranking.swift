import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// TopK: the largest numbers along a side in descending order, or the smallest in ascending order.
  mutating func rank(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...2, attributes: ["axis", "largest", "sorted", "k"])
    let value = try rows(node.inputs[0], of: node)
    let axis = try axis(try node.integer("axis", default: -1), of: value.shape, node)
    let size = value.shape.sides[axis] ?? 1
    let given =
      node.inputs.count > 1
      ? try integers(constant(node.inputs[1], of: node), of: node)
      : [try node.integer("k", default: 0)]
    guard given.count == 1, let count = given.first, (1...size).contains(count) else {
      throw node.malformed("takes \(given) of \(size) numbers of a value of shape \(value.shape)")
    }
    let rank = value.shape.sides.count
    let order = [0] + (1..<rank).filter { $0 != axis } + [axis]
    let turned = value.transposed(order)
    let vector = InputShape(channels: value.shape.features, height: 1, width: 1)
    let settled = try settled(turned, as: vector, node)
    let areLargest = try node.integer("largest", default: 1) != 0
    let groups = value.shape.features / size
    let layer = layers.append(
      .ranking(Ranking(size: size, first: areLargest ? 0 : size - count, count: count)),
      of: [settled.layer],
      shape: InputShape(channels: groups * count, height: 1, width: 1), for: node.name)
    var sides = turned.shape.sides
    sides[rank - 1] = count
    var result = ONNXValue(layer: layer, shape: ONNXShape(form: .rows, sides: sides))
    if !areLargest, count > 1 {
      let places = (0..<groups * count).map { $0 / count * count + (count - 1 - $0 % count) }
      result.order = places
    }
    return result.transposed(Permutation.inverse(of: order))
  }

  /// Places among what a ranking puts out as those of one that puts out no more than these: of a long one
  /// often the last alone is taken.
  ///
  /// - Returns: The narrower ranking, and the places there; nil where there is none.
  mutating func ranked(_ places: [Int], of layer: Int?) -> (layer: Int, places: [Int])? {
    guard let layer, case .ranking(let ranking) = layers.pieces[layer].operation else {
      return nil
    }
    let ranks = places.filter { $0 >= 0 }.map { $0 % ranking.count }
    guard let low = ranks.min(), let high = ranks.max(), high - low + 1 < ranking.count else {
      return nil
    }
    let count = high - low + 1
    let piece = layers.pieces[layer]
    let narrow = layers.append(
      .ranking(Ranking(size: ranking.size, first: ranking.first + low, count: count)),
      of: piece.sources,
      shape: InputShape(
        channels: piece.shape.count / ranking.count * count, height: 1, width: 1),
      for: piece.node)
    return (
      narrow,
      places.map { place in
        place < 0 ? -1 : place / ranking.count * count + place % ranking.count - low
      }
    )
  }
}
