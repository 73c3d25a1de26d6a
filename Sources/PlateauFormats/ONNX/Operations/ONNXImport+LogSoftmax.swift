import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// A logarithm of a softmax within the network, along some sides: z − m − log Σ exp(z − m), with m the
  /// largest z, which is finite wherever z is.
  mutating func logSoftmaxWithin(
    _ value: ONNXValue, along axes: [Int], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let rank = value.shape.sides.count
    let order = [0] + (1..<rank).filter { !axes.contains($0) } + axes
    let size = axes.reduce(1) { $0 * (value.shape.sides[$1] ?? 1) }
    let turned = value.transposed(order)
    let (count, groups) = (value.shape.features, value.shape.features / size)
    let vector = InputShape(channels: count, height: 1, width: 1)
    func grouped(_ layer: Int?, _ size: Int) -> ONNXValue {
      let sides = [value.shape.batch, groups, size]
      return ONNXValue(layer: layer, shape: ONNXShape(form: .rows, sides: sides))
    }
    let logits = grouped(try settled(turned, as: vector, node).layer, size)
    let largest = grouped(
      layers.append(
        .ranking(Ranking(size: size, first: 0, count: 1)), of: [logits.layer],
        shape: InputShape(channels: groups, height: 1, width: 1), for: node.name), 1)
    let centered = try difference(logits, largest, node)
    let powers = activated(centered, .exp, node)
    let sum = activated(try reduced(powers, [2], keepsSides: true, .sum, node), .log, node)
    let result = try settled(difference(centered, sum, node), as: vector, node)
    return result.viewed(as: turned.shape).transposed(Permutation.inverse(of: order))
  }
}
