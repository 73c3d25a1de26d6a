import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// The value as an image with its channels first, or as a row of pixels with channels.
  ///
  /// - Returns: The value, and its image.
  func image(
    _ name: String, of node: ONNXNode, isWindowed: Bool = false
  ) throws(FormatError) -> (ONNXValue, InputShape) {
    let value = try value(name, of: node, isWindowed: isWindowed)
    let sides = value.shape.sides.dropFirst().map { $0 ?? 1 }
    guard value.shape.form == .rows, (1...3).contains(sides.count) else {
      throw node.unsupported(
        "takes a value of shape \(value.shape); images of one or two dimensions are read",
        "Export the model for images, as [batch, channels, height, width].")
    }
    let padding = value.padding
    return (
      value,
      InputShape(
        channels: sides[0],
        height: sides.count == 3 ? sides[1] - padding.top - padding.bottom : 1,
        width: sides.count > 1 ? sides[sides.count - 1] - padding.left - padding.right : 1)
    )
  }

  /// The same, with what its layer puts out in that shape.
  mutating func settledImage(
    _ name: String, of node: ONNXNode, isWindowed: Bool = false
  ) throws(FormatError) -> (ONNXValue, InputShape) {
    var (value, image) = try image(name, of: node, isWindowed: isWindowed)
    if let order = value.order {
      // The network takes its input in the order that the image has after all turns.
      guard value.layer == nil, layers.settleInput(image, places: order) else {
        throw node.unsupported(
          "takes an image whose numbers are in another order than before",
          "Export the model with channels first.")
      }
      value.order = nil
      noteTurned(image, order)
      return (value, image)
    }
    guard value.layer == nil ? layers.settleInput(image) : layers.shape(of: value.layer) == image
    else {
      throw node.unsupported(
        "takes an image of \(image), but what it is made of is \(layers.shape(of: value.layer))",
        "Only the input can be turned from a vector into an image.")
    }
    return (value, image)
  }

  /// Conv, of one or two dimensions; groups and dilations are written out.
  mutating func convolve(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let names: Set = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]
    try node.check(inputs: 2...3, attributes: names)
    let (value, image) = try settledImage(node.inputs[0], of: node, isWindowed: true)
    let weights = try constant(node.inputs[1], of: node)
    let sides = try weights.sides()
    let groups = try node.integer("group", default: 1)
    guard sides.count == value.shape.sides.count, sides.count >= 3 else {
      throw node.malformed("has weights of shape \(sides) for a value of shape \(value.shape)")
    }
    guard (1...image.channels).contains(groups), image.channels % groups == 0,
      sides[1] == image.channels / groups, sides[0] % groups == 0
    else {
      throw node.malformed(
        "has weights of shape \(sides) in \(groups) groups for an image of \(image)")
    }
    let kernel = ONNXKernel(
      filters: sides[0], channels: sides[1], height: sides.count == 4 ? sides[2] : 1,
      width: sides[sides.count - 1])
    let reader = ONNXWindowReader(node: node, dimensions: sides.count - 2, image: image)
    let (own, dilations) = try reader.window(Array(sides[2...]))
    let window = own.padded(by: value.padding)
    var stored = try numbers(weights)
    if groups > 1 || dilations != (1, 1) {
      // In floating point, since the product can exceed every integer.
      let count = [sides[0], image.channels, window.height, window.width]
        .reduce(1.0) { $0 * Double($1) }
      try checkExpansion(Int(min(count, 0x1p60)), of: node)
      stored = kernel.writtenOut(stored, groups: groups, dilations: dilations)
      notes.append(
        "The node \(node.name) has its \(groups > 1 ? "groups" : "dilated kernel") written out "
          + "with zeros.")
    }
    let hasBias = node.inputs.count == 3
    if hasBias {
      let biases = try constant(node.inputs[2], of: node)
      guard try biases.sides() == [sides[0]] else {
        throw node.malformed("has biases of shape \(try biases.sides()) for \(sides[0]) channels")
      }
      stored += try numbers(biases)
    }
    let output = try reader.output(of: window, channels: sides[0])
    let layer = layers.append(
      .convolution(Convolution(channels: sides[0], window: window, hasBias: hasBias)), stored,
      after: value.layer, shape: output, for: node.name)
    return result(value, layer, output)
  }

  /// MaxPool and AveragePool.
  mutating func pool(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isMaximum = node.proto.opType == "MaxPool"
    let names: Set = [
      "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides",
      isMaximum ? "storage_order" : "count_include_pad",
    ]
    try node.check(inputs: 1...1, attributes: names)
    let (value, image) = try settledImage(node.inputs[0], of: node, isWindowed: !isMaximum)
    guard let sides = try node.integers("kernel_shape"),
      sides.count == value.shape.sides.count - 2, !sides.isEmpty
    else {
      throw node.malformed("has no kernel_shape for a value of shape \(value.shape)")
    }
    let reader = ONNXWindowReader(node: node, dimensions: sides.count, image: image)
    let (own, dilations) = try reader.window(sides)
    guard !value.isPadded || own.padding == Window.Padding() else {
      throw node.unsupported(
        "has padding of its own after that of a Pad", "Give the pooling all of the padding.")
    }
    let window = own.padded(by: value.padding)
    guard dilations == (1, 1) else {
      throw node.unsupported("has dilated windows", "Export the model without dilation.")
    }
    let includesPadding = try node.integer("count_include_pad", default: 0) != 0
    let countsPadding = includesPadding || value.isPadded
    let isRoundedUp = try node.integer("ceil_mode", default: 0) != 0
    let whole = isRoundedUp ? reader.roundedUp(window) : window
    guard isMaximum || !countsPadding || whole == window else {
      throw node.unsupported(
        "counts its padding in windows that go beyond it", "Export it with ceil_mode 0.")
    }
    let output = try reader.output(of: whole, channels: image.channels)
    let pooling = Pooling(window: whole, countsPadding: countsPadding)
    let layer = layers.append(
      isMaximum ? .maxPooling(pooling) : .averagePooling(pooling), after: value.layer,
      shape: output, for: node.name)
    return result(value, layer, output)
  }

  /// GlobalAveragePool, and ReduceMean over all pixels.
  mutating func average(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isReduction = node.proto.opType == "ReduceMean"
    try node.check(
      inputs: 1...(isReduction ? 2 : 1),
      attributes: isReduction ? ["axes", "keepdims", "noop_with_empty_axes"] : [])
    let (value, image) = try settledImage(node.inputs[0], of: node)
    let rank = value.shape.sides.count
    guard rank > 2 else {
      throw node.malformed("averages the pixels of a value of shape \(value.shape)")
    }
    var keepsSides = true
    if isReduction {
      let axes = try axes(of: node, rank: rank) ?? []
      guard axes.sorted() == Array(2..<rank) else {
        throw node.unsupported(
          "averages a value of shape \(value.shape) along the sides \(axes)",
          "Only the mean of each channel is read.")
      }
      keepsSides = try node.integer("keepdims", default: 1) != 0
    }
    let output = InputShape(channels: image.channels, height: 1, width: 1)
    let layer = layers.append(
      .globalAveragePooling, after: value.layer, shape: output, for: node.name)
    let all = result(value, layer, output)
    return keepsSides ? all : all.viewed(as: .rows(value.shape.batch, image.channels))
  }

  /// BatchNormalization, with its running means.
  mutating func normalize(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let names: Set = ["epsilon", "momentum", "spatial", "training_mode"]
    try node.check(inputs: 5...5, attributes: names)
    guard try node.integer("training_mode", default: 0) == 0,
      try node.integer("spatial", default: 1) == 1
    else {
      throw node.unsupported(
        "normalizes as in training, or each pixel by itself", "Export the model for inference.")
    }
    let (value, image) = try settledImage(node.inputs[0], of: node)
    var parameters: [Double] = []
    for name in node.inputs.dropFirst() {
      let constant = try constant(name, of: node)
      guard try constant.sides() == [image.channels] else {
        throw node.malformed(
          "has a constant of shape \(try constant.sides()) for \(image.channels) channels")
      }
      parameters += try numbers(constant)
    }
    // As it was meant: the decimal 1e-5, of which the file has the nearest single number.
    let epsilon = try node.decimal("epsilon", default: 1e-5)
    let variances = parameters.suffix(image.channels)
    guard epsilon >= 0, variances.allSatisfy({ $0 >= 0 && $0 + epsilon > 0 }) else {
      throw node.malformed("has the epsilon \(epsilon), and a variance that is not positive")
    }
    let layer = layers.append(
      .batchNormalization(epsilon: max(epsilon, .leastNonzeroMagnitude)), parameters,
      after: value.layer, shape: image, for: node.name)
    return fresh(value, layer)
  }

  /// The image that a layer makes, of as many sides as the value that it took.
  private func result(_ value: ONNXValue, _ layer: Int, _ output: InputShape) -> ONNXValue {
    let sides: [Int?] =
      value.shape.sides.count == 4
      ? [output.channels, output.height, output.width] : [output.channels, output.width]
    return ONNXValue(
      layer: layer, shape: ONNXShape(form: .rows, sides: [value.shape.batch] + sides))
  }
}
