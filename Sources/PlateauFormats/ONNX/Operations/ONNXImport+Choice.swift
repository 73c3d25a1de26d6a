import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// A vector of some of the numbers that a layer puts out, in another order, and of zeros for nil.
  ///
  /// - Returns: The layer that puts it out; of a dense layer that nothing else takes, one in its place.
  mutating func chosen(
    _ outputs: [Int?], from layer: Int?, canChange: Bool, _ node: ONNXNode
  ) throws(FormatError) -> Int {
    if canChange, let layer, let changed = try layers.choose(outputs, from: layer) {
      return changed
    }
    try checkExpansion(outputs.count, of: node, isKept: false)
    return layers.append(
      Selection(
        shape: InputShape(channels: outputs.count, height: 1, width: 1),
        places: outputs.map { $0 ?? -1 }), of: [layer], for: node.name)
  }

  /// An image of some of the channels that a layer puts out, and of zeros for nil, with zeros around
  /// it.
  mutating func chosen(
    channels: [Int?], from layer: Int?, padding: Window.Padding = Window.Padding(),
    _ node: ONNXNode
  ) throws(FormatError) -> Int {
    let old = layers.shape(of: layer)
    let height = old.height + padding.top + padding.bottom
    let width = old.width + padding.left + padding.right
    guard height * width <= Architecture.largestWidth / channels.count else {
      throw node.unsupported(
        "makes \(channels.count)×\(height)×\(width) values",
        "At most \(Architecture.largestWidth) are possible.")
    }
    let parts = [
      channels.map { $0 ?? -1 },
      (0..<height).map { (0..<old.height).contains($0 - padding.top) ? $0 - padding.top : -1 },
      (0..<width).map { (0..<old.width).contains($0 - padding.left) ? $0 - padding.left : -1 },
    ]
    let places = Permutation.combined(parts, of: [old.channels, old.height, old.width])
    return layers.append(
      Selection(
        shape: InputShape(channels: channels.count, height: height, width: width),
        places: places), of: [layer], for: node.name)
  }

  /// An image of the channels that a layer puts out, each times a number.
  private mutating func scaledChannels(
    by factors: [Double], from layer: Int?, _ node: ONNXNode
  ) throws(FormatError) -> Int {
    let image = layers.shape(of: layer)
    let count = image.channels
    return layers.append(
      .convolution(
        Convolution(channels: count, window: Window(1), groups: count, hasBias: false)),
      factors, after: layer, shape: image, for: node.name)
  }

  /// A value times numbers of which some are 0, or too small for their inverse.
  mutating func masked(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let shape = layers.shape(of: value.layer)
    let layer =
      if numbers.isByUnit || shape.height * shape.width == 1 {
        try scaledChannels(
          by: numbers.numbers, from: layers.flatten(value.layer, for: node.name), node)
      } else {
        try scaledChannels(by: numbers.numbers, from: value.layer, node)
      }
    return fresh(value, layer)
  }

  // MARK: - Orders

  /// Two values with their numbers in one order.
  ///
  /// - Throws: `FormatError` where that would take too many weights.
  mutating func aligned(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> (ONNXValue, ONNXValue) {
    // An image should stay one.
    let isSecondImage = layers.shape(of: second.layer).channels < second.shape.features
    let isFirstImage = layers.shape(of: first.layer).channels < first.shape.features
    guard isSecondImage, !isFirstImage else {
      return (first, try reordered(second, as: first, node))
    }
    return (try reordered(first, as: second, node), second)
  }

  private mutating func reordered(
    _ value: ONNXValue, as other: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let count = value.shape.features
    var outputs = Array(repeating: 0, count: count)
    for index in 0..<count {
      outputs[other.order.map { $0[index] } ?? index] = value.order.map { $0[index] } ?? index
    }
    var result = fresh(value)
    result.order = other.order
    let shape = layers.shape(of: other.layer)
    if shape.height * shape.width > 1 || !canChange(value) {
      try checkExpansion(count, of: node, isKept: false)
      result.layer = layers.append(
        Selection(shape: shape, places: outputs), of: [value.layer], for: node.name)
    } else {
      result.layer = try chosen(outputs, from: value.layer, canChange: true, node)
    }
    return result
  }
}
