import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Pad, of zeros around an image, which the convolution or pooling after it puts there.
  func pad(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...4, attributes: ["mode", "pads", "value"])
    var value = try value(node.inputs[0], of: node, isWindowed: true)
    let mode = try node.text("mode") ?? "constant"
    let rank = value.shape.sides.count
    let pads = try pads(of: node, rank: rank)
    let spatial = (0..<rank).filter { $0 >= 2 }
    let isAround = (0..<2 * rank).allSatisfy { spatial.contains($0 % rank) || pads[$0] == 0 }
    let isPossible = pads.allSatisfy { (0...1 << 12).contains($0) }
    guard mode == "constant", try fill(of: node) == 0, isAround, isPossible,
      value.shape.form == .rows, (3...4).contains(rank)
    else {
      throw node.unsupported(
        "pads a value of shape \(value.shape) by \(pads), not by zeros around an image",
        "Only padding with zeros before a convolution or an average pooling is read.")
    }
    value.padding = Window.Padding(
      top: value.padding.top + (rank == 4 ? pads[2] : 0),
      left: value.padding.left + pads[rank - 1],
      bottom: value.padding.bottom + (rank == 4 ? pads[rank + 2] : 0),
      right: value.padding.right + pads[2 * rank - 1])
    value.shape.sides = value.shape.sides.enumerated().map { axis, side in
      axis == 0 ? side : side.map { $0 + pads[axis] + pads[rank + axis] }
    }
    return value
  }

  /// The padding before each side, then that after each.
  private func pads(of node: ONNXNode, rank: Int) throws(FormatError) -> [Int] {
    let inputs = node.inputs
    let given =
      try inputs.count > 1
      ? constant(inputs[1], of: node).integers().map { $0 ?? -1 } : node.integers("pads")
    let axes =
      try inputs.count > 3
      ? constant(inputs[3], of: node).integers().map { ($0 ?? 0) < 0 ? ($0 ?? 0) + rank : $0 ?? 0 }
      : Array(0..<rank)
    guard let given, given.count == 2 * axes.count, Set(axes).count == axes.count,
      axes.allSatisfy({ (0..<rank).contains($0) })
    else {
      throw node.malformed("has \(given?.count ?? 0) pads for the \(axes.count) sides \(axes)")
    }
    var result = Array(repeating: 0, count: 2 * rank)
    for (index, axis) in axes.enumerated() {
      result[axis] = given[index]
      result[rank + axis] = given[axes.count + index]
    }
    return result
  }

  private func fill(of node: ONNXNode) throws(FormatError) -> Double {
    let inputs = node.inputs
    guard inputs.count > 2, !inputs[2].isEmpty else { return try node.number("value", default: 0) }
    return try numbers(constant(inputs[2], of: node)).first ?? 0
  }
}

extension Window {
  /// The window with more padding around the image.
  func padded(by more: Padding) -> Window {
    Window(
      height: height, width: width, verticalStride: verticalStride,
      horizontalStride: horizontalStride,
      padding: Padding(
        top: padding.top + more.top, left: padding.left + more.left,
        bottom: padding.bottom + more.bottom, right: padding.right + more.right))
  }
}
