import PlateauNetworks
import PlateauNumerics

// Numbers of a value several times, with others around them, or in blocks.
extension ONNXImport {
  /// Expand and Tile: repetitions along sides.
  mutating func `repeat`(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    let value = try rows(node.inputs[0], of: node)
    let given = try constant(node.inputs[1], of: node).integers()
    var old = value.shape.sides.map { $0 ?? 1 }
    var target = given
    let isTile = node.proto.opType == "Tile"
    if target.count < old.count {
      target = Array(repeating: 1, count: old.count - target.count) + target
    }
    old = Array(repeating: 1, count: target.count - old.count) + old
    var parts: [[Int]] = []
    for (index, size) in old.enumerated() {
      let wanted = target[index] ?? 1
      // The size of the batch stays.
      if index == 0, target[0] == nil || wanted == 1 || wanted == value.shape.batch && !isTile {
        parts.append([0])
        continue
      }
      let count = isTile ? wanted : size == 1 ? wanted : 1
      guard index > 0, count >= 1, count <= Architecture.largestWidth / size,
        isTile || wanted == size || wanted == 1 || size == 1
      else {
        throw node.unsupported(
          "repeats a value of shape \(value.shape) by \(ONNXShape.text(given))",
          "The first side must stay the batch.")
      }
      parts.append((0..<count * size).map { $0 % size })
    }
    guard old.count == value.shape.sides.count else {
      throw node.unsupported(
        "gives a value of shape \(value.shape) more sides", "Use Unsqueeze before it.")
    }
    return try combined(value, Array(parts.dropFirst()), node)
  }

  /// Pad that repeats the edges, reflects, wraps around, cuts off, or puts numbers there.
  mutating func padByPlaces(
    _ value: ONNXValue, _ pads: [Int], mode: String, fill: Double, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let sides = value.shape.exampleSides
    let rank = sides.count + 1
    var parts: [[Int]] = []
    for (index, size) in sides.enumerated() {
      let (before, after) = (pads[index + 1], pads[rank + index + 1])
      guard size + before + after > 0, size + before + after <= Architecture.largestWidth,
        mode != "reflect" || max(before, after) < size
      else {
        throw node.unsupported(
          "pads a value of shape \(value.shape) by \(pads)", "Export it with smaller pads.")
      }
      parts.append(
        (-before..<size + after).map { place in
          if (0..<size).contains(place) { return place }
          switch mode {
          case "edge": return min(max(place, 0), size - 1)
          case "reflect": return place < 0 ? -place : 2 * (size - 1) - place
          case "wrap": return (place % size + size) % size
          default: return -1
          }
        })
    }
    let result = try combined(value, parts, node)
    guard fill != 0 else { return result }
    let shifts = Permutation.combined(parts, of: sides).map { $0 < 0 ? fill : 0 }
    return try shifted(result, by: ONNXBroadcast(numbers: shifts, isByUnit: true), node)
  }

  /// DepthToSpace and SpaceToDepth: channels become blocks of pixels, and back.
  mutating func moveDepth(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["blocksize", "mode"])
    let value = try rows(node.inputs[0], of: node)
    let sides = value.shape.exampleSides
    let block = try node.integer("blocksize", default: 0)
    let isToSpace = node.proto.opType == "DepthToSpace"
    guard sides.count == 3, (1...1 << 12).contains(block),
      isToSpace
        ? sides[0] % (block * block) == 0 : sides[1] % block == 0 && sides[2] % block == 0
    else {
      throw node.malformed("has blocks of \(block) for a value of shape \(value.shape)")
    }
    let isDepthFirst = try node.text("mode") ?? "DCR" == "DCR"
    let (channels, height, width) = (sides[0], sides[1], sides[2])
    let (old, order, new): ([Int], [Int], [Int])
    if isToSpace {
      let count = channels / (block * block)
      new = [count, height * block, width * block]
      old =
        isDepthFirst
        ? [block, block, count, height, width] : [count, block, block, height, width]
      order = isDepthFirst ? [2, 3, 0, 4, 1] : [0, 3, 1, 4, 2]
    } else {
      new = [channels * block * block, height / block, width / block]
      old = [channels, height / block, block, width / block, block]
      order = isDepthFirst ? [2, 4, 0, 1, 3] : [0, 2, 4, 1, 3]
    }
    return try selected(value, Permutation.order(old, order), sides: new, node)
  }
}
