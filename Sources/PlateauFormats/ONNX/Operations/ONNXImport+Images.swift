import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// The image that a value is, channels first, or the row of pixels, without zeros around it.
  func image(of value: ONNXValue, _ node: ONNXNode) throws(FormatError) -> InputShape {
    let sides = value.ownSides.dropFirst().map { $0 ?? 1 }
    guard value.shape.form == .rows, (1...4).contains(sides.count) else {
      throw node.unsupported(
        "takes a value of shape \(value.shape); images of one to three dimensions are read",
        "Export the model for images, as [batch, channels, height, width].")
    }
    // The rows of a volume are those of all its layers, one after the other.
    return InputShape(
      channels: sides[0], height: sides.dropFirst().dropLast().reduce(1, *),
      width: sides.count > 1 ? sides[sides.count - 1] : 1)
  }

  /// A value, and what its layer puts out, as an image with its channels first.
  mutating func settled(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> (ONNXValue, InputShape) {
    let image = try image(of: value, node)
    let own = layers.shape(of: value.layer)
    if own == image, value.order == nil { return (value, image) }
    // The network takes its input in the order that the image has after all turns.
    if view == .asGiven, layers.keepsPlaces(value.layer), image.count == own.count {
      wantedView = .image(image, places: value.order)
      throw node.unsupported(
        "takes the input as an image of \(image.text)", "Let all nodes take the same image.")
    }
    // Zeros around it are still to be put there.
    var bare = value
    (bare.shape.sides, bare.pads) = (value.ownSides, [])
    var result = try settled(bare, as: image, node)
    (result.shape, result.pads) = (value.shape, value.pads)
    return (result, image)
  }

  /// MaxPool and AveragePool.
  mutating func pool(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isMaximum = node.proto.opType == "MaxPool"
    let names: Set = [
      "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides",
      isMaximum ? "storage_order" : "count_include_pad",
    ]
    try node.check(inputs: 1...1, attributes: names)
    let dilations = try node.integers("dilations") ?? []
    if let kernel = try node.integers("kernel_shape"),
      kernel.count > 2 || dilations.contains(where: { $0 != 1 })
    {
      return try poolBySides(kernel, node)
    }
    let (value, image) = try windowed(node)
    guard let sides = try node.integers("kernel_shape"),
      sides.count == value.shape.sides.count - 2, !sides.isEmpty
    else {
      throw node.malformed("has no kernel_shape for a value of shape \(value.shape)")
    }
    let around = Self.padding(value.pads)
    let reader = ONNXWindowReader(
      node: node, dimensions: sides.count, image: image.padded(by: around))
    let own = try reader.window(sides).0
    guard own.alwaysHasPixel else {
      throw node.unsupported(
        "has windows without a pixel: \(own)", "Make the padding smaller than the window.")
    }
    let isRoundedUp = try node.integer("ceil_mode", default: 0) != 0
    let countsPadding = try node.integer("count_include_pad", default: 0) != 0
    let whole = isRoundedUp ? reader.roundedUp(own) : own
    let output = try reader.output(of: whole, channels: image.channels)
    var (layer, window, counts) = (value.layer, whole.padded(by: around), countsPadding)
    if !isMaximum, countsPadding, whole != own {
      // What counts is the image with its padding, and not what windows have beyond it.
      let all = Window(1).padded(by: around).padded(by: own.padding).padding
      layer = try chosen(
        channels: Array(0..<image.channels), from: layer, padding: all, node)
      (window, counts) = (whole.withoutPadding(own.padding), false)
    } else if value.isPadded {
      // Zeros change no maximum of what is not negative, and are counted in a mean.
      let isKept =
        isMaximum
        ? layers.isNonnegative(layer)
        : whole == own && (countsPadding || own.padding == Window.Padding())
      if isKept, window.alwaysHasPixel {
        counts = true
      } else {
        layer = try chosen(
          channels: Array(0..<image.channels), from: layer, padding: around, node)
        window = whole
      }
    }
    let pooling = Pooling(window: window, countsPadding: counts)
    let pooled = layers.append(
      isMaximum ? .maxPooling(Pooling(window: window)) : .averagePooling(pooling), after: layer,
      shape: output, for: node.name)
    return result(value, pooled, output)
  }

  /// What a node with windows takes: an image that may have zeros to be put around it.
  mutating func windowed(
    _ node: ONNXNode
  ) throws(FormatError) -> (ONNXValue, InputShape) {
    var value = try value(node.inputs[0], of: node, isWindowed: true)
    if value.isPadded, value.pads[1] != ONNXValue.Pad() { value = try padded(value, node) }
    return try settled(value, node)
  }

  /// GlobalAveragePool, and ReduceMean.
  mutating func average(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isReduction = node.proto.opType == "ReduceMean"
    try node.check(
      inputs: 1...(isReduction ? 2 : 1),
      attributes: isReduction ? ["axes", "keepdims", "noop_with_empty_axes"] : [])
    var value = try value(node.inputs[0], of: node)
    let rank = value.shape.sides.count
    guard value.shape.form == .rows, rank > 2 || isReduction else {
      throw node.unsupported(
        "averages a value of shape \(value.shape), which is no image",
        "Only means that keep the examples of a batch apart are read.")
    }
    var keepsSides = true
    var channelAxis = 1
    if isReduction {
      let axes = try axes(of: node, rank: rank) ?? []
      let others = (1..<rank).filter { !axes.contains($0) }
      guard others.count == 1, !axes.contains(0) else { return try reduce(node, .mean) }
      channelAxis = others[0]
      keepsSides = try node.integer("keepdims", default: 1) != 0
    }
    if channelAxis != 1 {
      try checkExpansion(value.shape.features, of: node, isKept: false)
      value = value.transposed(
        [0, channelAxis] + (1..<rank).filter { $0 != channelAxis })
    }
    let image: InputShape
    (value, image) = try settled(value, node)
    let output = InputShape(channels: image.channels, height: 1, width: 1)
    let layer = layers.append(
      .globalAveragePooling, after: value.layer, shape: output, for: node.name)
    var sides: [Int?] = Array(repeating: 1, count: rank)
    sides[0] = value.shape.batch
    sides[channelAxis] = image.channels
    return ONNXValue(
      layer: layer,
      shape: keepsSides
        ? ONNXShape(form: .rows, sides: sides) : .rows(value.shape.batch, image.channels))
  }

  /// BatchNormalization, with its running means.
  mutating func normalize(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let names: Set = ["epsilon", "momentum", "spatial", "training_mode"]
    try node.check(inputs: 5...5, attributes: names)
    // Before opset 14 more outputs than one said so.
    let isTraining =
      try node.integer("training_mode", default: 0) != 0
      || operationSet < 14 && node.proto.output.dropFirst().contains { !$0.isEmpty }
    guard !isTraining else {
      throw node.unsupported(
        "normalizes by the batch, as in training", ONNXNode.evaluationRemedy)
    }
    guard try node.integer("spatial", default: 1) == 1 else {
      throw node.unsupported(
        "normalizes each pixel by itself", "Only means of each channel are read.")
    }
    let (value, image) = try settled(value(node.inputs[0], of: node), node)
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
  func result(_ value: ONNXValue, _ layer: Int, _ output: InputShape) -> ONNXValue {
    let sides: [Int?] =
      value.shape.sides.count == 4
      ? [output.channels, output.height, output.width] : [output.channels, output.width]
    return ONNXValue(
      layer: layer, shape: ONNXShape(form: .rows, sides: [value.shape.batch] + sides))
  }
}

extension InputShape {
  /// All three sides, those of a vector, too.
  fileprivate var text: String { "\(channels)×\(height)×\(width)" }

  /// The image with zeros around it.
  func padded(by padding: Window.Padding) -> InputShape {
    InputShape(
      channels: channels, height: height + padding.top + padding.bottom,
      width: width + padding.left + padding.right)
  }
}

extension Window {
  /// The window over an image that has a part of its padding already.
  fileprivate func withoutPadding(_ part: Padding) -> Window {
    Window(
      height: height, width: width, verticalStride: verticalStride,
      horizontalStride: horizontalStride,
      padding: Padding(
        top: padding.top - part.top, left: padding.left - part.left,
        bottom: padding.bottom - part.bottom, right: padding.right - part.right))
  }
}
