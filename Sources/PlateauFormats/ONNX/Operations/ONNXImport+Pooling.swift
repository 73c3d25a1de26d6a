import PlateauNetworks
import PlateauNumerics

// Poolings of volumes, or of pixels that are not neighbors, along one side after the other: maxima of
// maxima are those of all, and so are means, with the numbers of pixels along each side.
extension ONNXImport {
  /// MaxPool and AveragePool of any number of dimensions.
  mutating func poolBySides(
    _ kernel: [Int], of other: ONNXValue? = nil, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let own = try rows(node.inputs[0], of: node)
    var value = other ?? own
    let sizes = value.shape.exampleSides.dropFirst()
    guard sizes.count == kernel.count else {
      throw node.malformed("has no kernel_shape for a value of shape \(value.shape)")
    }
    let reader = ONNXWindowReader(
      node: node, dimensions: kernel.count, image: InputShape(channels: 1, height: 1, width: 1))
    let sides = try reader.sides(kernel, of: Array(sizes))
    // ONNX Runtime pads for windows without their dilation.
    let mode = try node.text("auto_pad") ?? ""
    guard !mode.hasPrefix("SAME") || sides.allSatisfy({ $0.dilation == 1 }) else {
      throw node.unsupported(
        "has the auto_pad \(mode.quotedForMessage) and dilated windows, which programs take "
          + "differently", "Give it pads.")
    }
    let isRoundedUp = try node.integer("ceil_mode", default: 0) != 0
    for (index, side) in sides.enumerated() where side != ONNXWindowReader.Side() {
      value = try pooled(value, along: index + 1, side, isRoundedUp: isRoundedUp, node)
    }
    return value
  }

  /// LpPool: roots of sums of powers in windows, in which padding counts as zeros.
  mutating func poolPowers(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(
      inputs: 1...1,
      attributes: ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "p", "pads", "strides"])
    let value = try rows(node.inputs[0], of: node)
    guard let kernel = try node.integers("kernel_shape") else {
      throw node.malformed("has no kernel_shape for a value of shape \(value.shape)")
    }
    let exponent = try node.integer("p", default: 2)
    guard (1...126).contains(exponent) else {
      throw node.unsupported(
        "has the exponent \(exponent), with which it is not read", "Integers from 1 to 126 are.")
    }
    var powers = activated(
      value, exponent % 2 == 0 ? .power(exponent: Double(exponent)) : .abs, node)
    if exponent % 2 != 0, exponent > 1 {
      powers = activated(powers, .power(exponent: Double(exponent)), node)
    }
    let sums = try poolBySides(kernel, of: powers, node)
    switch exponent {
    case 1: return sums
    case 2: return activated(sums, .sqrt, node)
    default: return activated(sums, .power(exponent: 1 / Double(exponent)), node)
    }
  }

  /// A value pooled along one side of an example; of powers the sums.
  private mutating func pooled(
    _ value: ONNXValue, along axis: Int, _ side: ONNXWindowReader.Side, isRoundedUp: Bool,
    _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var sides = value.shape.exampleSides
    let size = sides[axis]
    let rest = size + side.before + side.after - side.span
    guard rest >= 0 else {
      throw node.malformed(
        "has a window of \(side.span) places, which does not fit a value of shape \(value.shape)")
    }
    var count = rest / side.stride + 1
    // A window that would start beyond the image and its first padding is left out.
    if isRoundedUp, rest % side.stride != 0, count * side.stride < size + side.before { count += 1 }
    let (outer, inner) = (sides[..<axis].reduce(1, *), sides[(axis + 1)...].reduce(1, *))
    sides[axis] = count
    let isMaximum = node.proto.opType == "MaxPool"
    let isSum = node.proto.opType == "LpPool"
    let countsAll = try node.integer("count_include_pad", default: 0) != 0
    let countsPadding = isSum || countsAll
    let end = max(side.after, (count - 1) * side.stride + side.span - size - side.before)
    let output = InputShape(channels: outer, height: count, width: inner)
    let isDirect =
      side.dilation == 1 && max(side.before, end) < side.kernel
      && (isMaximum || isSum || !countsPadding || end == side.after)
    var (result, window, factors): (ONNXValue, Window, [Double]) = (value, Window(1), [])
    if isDirect {
      result = try settled(
        value, as: InputShape(channels: outer, height: size, width: inner), node)
      window = Window(
        height: side.kernel, width: 1, verticalStride: side.stride, horizontalStride: 1,
        padding: Window.Padding(top: side.before, left: 0, bottom: end, right: 0))
    } else {
      let seen = try places(side, count: count, of: size, isMaximum: isMaximum, node)
      result = try combined(
        value.viewed(as: ONNXShape(form: .rows, sides: [value.shape.batch, outer, size, inner])),
        [Array(0..<outer), seen.places, Array(0..<inner)], node)
      window = Window(
        height: side.kernel, width: 1, verticalStride: side.kernel, horizontalStride: 1)
      factors = (countsPadding ? seen.all : seen.inside).map { Double(side.kernel) / Double($0) }
    }
    let layer = layers.append(
      isMaximum
        ? .maxPooling(Pooling(window: window))
        : .averagePooling(Pooling(window: window, countsPadding: countsPadding || !isDirect)),
      after: result.layer, shape: output, for: node.name)
    result = ONNXValue(
      layer: layer, shape: ONNXShape(form: .rows, sides: [value.shape.batch] + sides))
    if isSum {
      return try scaled(result, by: uniform(Double(side.kernel), over: result, node), node)
    }
    guard !isMaximum, factors.contains(where: { $0 != 1 }) else { return result }
    let all = (0..<outer).flatMap { _ in
      factors.flatMap { Array(repeating: $0, count: inner) }
    }
    return try scaled(result, by: ONNXBroadcast(numbers: all, isByUnit: true), node)
  }

  /// What each window sees along a side, and how many places that are: inside, and with the padding.
  ///
  /// In place of what lies outside there are zeros, or for a maximum others that the window sees.
  private func places(
    _ side: ONNXWindowReader.Side, count: Int, of size: Int, isMaximum: Bool, _ node: ONNXNode
  ) throws(FormatError) -> (places: [Int], inside: [Int], all: [Int]) {
    var (places, inside, all): ([Int], [Int], [Int]) = ([], [], [])
    for index in 0..<count {
      let start = index * side.stride - side.before
      let own = (0..<side.kernel).map { start + $0 * side.dilation }
      let known = own.filter { (0..<size).contains($0) }
      guard let first = known.first else {
        throw node.unsupported(
          "has windows without a pixel", "Make the padding smaller than the window.")
      }
      places += own.map { (0..<size).contains($0) ? $0 : isMaximum ? first : -1 }
      inside.append(known.count)
      all.append(own.count { $0 < size + side.after })
    }
    return (places, inside, all)
  }
}
