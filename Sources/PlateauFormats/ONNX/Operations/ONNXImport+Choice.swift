import PlateauNetworks
import PlateauNumerics

// What no other layer can do with its numbers: leave some out, put zeros beside them, or take them in
// another order. Dense layers and convolutions of one pixel do that with weights of 0 and 1.
extension ONNXImport {
  /// A vector of some of the numbers that a layer puts out, in another order, and of zeros for nil.
  ///
  /// - Returns: The layer that puts it out; of a dense layer that nothing else takes, one in its place.
  mutating func chosen(
    _ outputs: [Int?], from layer: Int?, canChange: Bool, _ node: ONNXNode
  ) throws(FormatError) -> Int {
    if canChange, let layer, let changed = layers.choose(outputs, from: layer) { return changed }
    let chosen = try weighted(outputs, by: outputs.map { _ in 1 }, from: layer, node)
    layers.change(chosen) { $0.choice = outputs }
    return chosen
  }

  /// The same with a factor for each number.
  private mutating func weighted(
    _ outputs: [Int?], by factors: [Double], from layer: Int?, _ node: ONNXNode
  ) throws(FormatError) -> Int {
    let count = layers.shape(of: layer).count
    try checkExpansion(outputs.count * count + outputs.count, of: node)
    var parameters = Array(repeating: 0.0, count: outputs.count * count + outputs.count)
    for (index, output) in outputs.enumerated() {
      if let output { parameters[index * count + output] = factors[index] }
    }
    let source = layer == nil ? nil : layers.flatten(layer, for: node.name)
    return layers.append(
      .dense(units: outputs.count), parameters, after: source,
      shape: InputShape(channels: outputs.count, height: 1, width: 1), for: node.name)
  }

  /// An image of some of the channels that a layer puts out, each times a number, and of zeros for
  /// nil, with zeros around it.
  mutating func chosen(
    channels: [Int?], by factors: [Double]? = nil, from layer: Int?,
    padding: Window.Padding = Window.Padding(), _ node: ONNXNode
  ) throws(FormatError) -> Int {
    let old = layers.shape(of: layer)
    let height = old.height + padding.top + padding.bottom
    let width = old.width + padding.left + padding.right
    guard height * width <= Architecture.largestWidth / channels.count else {
      throw node.unsupported(
        "makes \(channels.count)×\(height)×\(width) values",
        "At most \(Architecture.largestWidth) are possible.")
    }
    try checkExpansion(channels.count * old.channels, of: node)
    var parameters = Array(repeating: 0.0, count: channels.count * old.channels)
    for (index, channel) in channels.enumerated() {
      if let channel { parameters[index * old.channels + channel] = factors?[index] ?? 1 }
    }
    return layers.append(
      .convolution(
        Convolution(
          channels: channels.count, window: Window(height: 1, width: 1, padding: padding),
          hasBias: false)), parameters, after: layer,
      shape: InputShape(channels: channels.count, height: height, width: width), for: node.name)
  }

  /// A value times numbers of which some are 0, or too small for their inverse.
  mutating func masked(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let places: [Int?] = Array(numbers.numbers.indices)
    let shape = layers.shape(of: value.layer)
    let layer =
      if numbers.isByUnit || shape.height * shape.width == 1 {
        try weighted(places, by: numbers.numbers, from: value.layer, node)
      } else {
        try chosen(channels: places, by: numbers.numbers, from: value.layer, node)
      }
    return fresh(value, layer)
  }

  // MARK: - Orders

  /// The channels that an order takes, where it moves whole channels of an image alone; nil
  /// otherwise.
  static func channels(of order: [Int], in image: InputShape) -> [Int]? {
    let pixels = image.height * image.width
    let isPossible = order.indices.allSatisfy { index in
      order[index] % pixels == index % pixels
        && order[index] / pixels == order[index / pixels * pixels] / pixels
    }
    return isPossible ? (0..<image.channels).map { order[$0 * pixels] / pixels } : nil
  }

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
    let shape = layers.shape(of: value.layer)
    var result = fresh(value)
    result.order = other.order
    if shape.height * shape.width > 1, let channels = Self.channels(of: outputs, in: shape) {
      result.layer = try chosen(channels: channels, from: value.layer, node)
      return result
    }
    guard count * count <= Self.largestExpansion else {
      throw node.unsupported(
        "combines values of shape \(value.shape) whose numbers the network has in different orders",
        "Transpose both branches alike, or neither.")
    }
    result.layer = try chosen(outputs, from: value.layer, canChange: canChange(value), node)
    return result
  }
}
