import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Pad, of zeros around an image.
  ///
  /// A convolution or pooling that comes next puts them there itself; before anything else a
  /// convolution of one pixel does.
  mutating func pad(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...4, attributes: ["mode", "pads", "value"])
    guard case .value(var value) = try operand(node.inputs[0], of: node), value.softmax == nil
    else {
      throw node.unsupported(
        "pads constants or probabilities", "Export the model with constants folded.")
    }
    if let detour = value.detour { throw detour.refusal }
    if let quantization = value.quantization { throw quantization.refusal }
    let rank = value.shape.sides.count
    let pads = try pads(of: node, rank: rank)
    guard pads.contains(where: { $0 != 0 }) else { return value }
    let refusal = "pads a value of shape \(value.shape) by \(pads)"
    guard value.shape.form == .rows, pads[0] == 0, pads[rank] == 0 else {
      throw node.unsupported(
        "\(refusal), which adds examples", "The first side must stay the batch.")
    }
    let mode = try node.text("mode") ?? "constant"
    let fill = try fill(of: node)
    guard ["constant", "edge", "reflect", "wrap"].contains(mode), fill.isFinite else {
      throw node.unsupported(
        "\(refusal) with "
          + (fill.isFinite ? "the mode \(mode.quotedForMessage)" : "the number \(fill)"),
        "Read are the modes 'constant', 'edge', 'reflect' and 'wrap'.")
    }
    // Zeros around the pixels of an image are mostly put there by what comes next.
    guard mode == "constant", fill == 0, (3...4).contains(rank), pads.allSatisfy({ $0 >= 0 }) else {
      return try padByPlaces(
        try self.value(node.inputs[0], of: node), pads, mode: mode, fill: fill, node)
    }
    let old = value.isPadded ? value.pads : Array(repeating: ONNXValue.Pad(), count: rank)
    value.pads = (0..<rank).map { axis in
      ONNXValue.Pad(
        before: old[axis].before + pads[axis], after: old[axis].after + pads[rank + axis])
    }
    guard value.pads.allSatisfy({ max($0.before, $0.after) <= 1 << 12 }) else {
      throw node.unsupported(refusal, "At most \(1 << 12) on each side are possible.")
    }
    value.shape.sides = value.shape.sides.enumerated().map { axis, side in
      side.map { $0 + pads[axis] + pads[rank + axis] }
    }
    let count = value.shape.sides.dropFirst().reduce(1.0) { $0 * Double($1 ?? 1) }
    guard count <= Double(Architecture.largestWidth) else {
      throw node.unsupported(
        refusal, "At most \(Architecture.largestWidth) values are possible.")
    }
    value.isZero = false
    return value
  }

  /// The value with the zeros around it that nodes see, put there by a convolution of one pixel.
  mutating func padded(_ value: ONNXValue, _ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let rank = value.shape.sides.count
    try checkExpansion(value.shape.features, of: node, isKept: false)
    let straight = Array(0..<rank)
    // Of an image with its channels last they are brought to the front, and back.
    let turned = [0, rank - 1] + (1..<rank - 1)
    let isLast =
      value.order == nil
      ? value.layer == nil && value.pads[1] != ONNXValue.Pad()
        && value.pads[rank - 1] == ONNXValue.Pad()
      : value.transposed(turned).order == nil
    let permutation = isLast ? turned : straight
    var (result, image) = try settled(value.transposed(permutation), node)
    let pads = result.pads
    let (before, after) = (pads[1].before, pads[1].after)
    let channels = (0..<before + image.channels + after).map { index -> Int? in
      (before..<before + image.channels).contains(index) ? index - before : nil
    }
    result.layer = try chosen(
      channels: channels, from: result.layer, padding: Self.padding(pads), node)
    result.pads = []
    result.isZero = false
    return result.transposed(straight.map { permutation.firstIndex(of: $0) ?? $0 })
  }

  /// The zeros around the pixels of an image whose axes are the batch, channels, and those of pixels.
  static func padding(_ pads: [ONNXValue.Pad]) -> Window.Padding {
    guard let last = pads.last else { return Window.Padding() }
    let rows = pads.count == 4 ? pads[2] : ONNXValue.Pad()
    return Window.Padding(
      top: rows.before, left: last.before, bottom: rows.after, right: last.after)
  }

  /// The padding before each side, then that after each.
  private func pads(of node: ONNXNode, rank: Int) throws(FormatError) -> [Int] {
    let inputs = node.inputs
    let given =
      try inputs.count > 1 && !inputs[1].isEmpty
      ? integers(constant(inputs[1], of: node), of: node) : node.integers("pads")
    let axes =
      try inputs.count > 3
      ? integers(constant(inputs[3], of: node), of: node).map { $0 < 0 ? $0 + rank : $0 }
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
    guard result.allSatisfy({ (-1 << 24...1 << 12).contains($0) }) else {
      throw node.unsupported(
        "has the pads \(given)", "At most \(1 << 12) on each side are possible.")
    }
    return result
  }

  /// Fixed integers, such as the axes of a node.
  func integers(_ constant: ONNXConstant, of node: ONNXNode) throws(FormatError) -> [Int] {
    var result: [Int] = []
    for number in try constant.integers() {
      guard let number else {
        throw node.unsupported(
          "is told by the size of the batch what to do", "Export the model with fixed shapes.")
      }
      result.append(number)
    }
    return result
  }

  private func fill(of node: ONNXNode) throws(FormatError) -> Double {
    let inputs = node.inputs
    guard inputs.count > 2, !inputs[2].isEmpty else {
      return Double(try node.float("value") ?? 0)
    }
    return try constant(inputs[2], of: node).numbers(allowsInfinity: true).values.first ?? 0
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

  /// Whether every place of the window has a pixel of the image in it.
  var alwaysHasPixel: Bool {
    padding.top < height && padding.bottom < height && padding.left < width
      && padding.right < width
  }
}
