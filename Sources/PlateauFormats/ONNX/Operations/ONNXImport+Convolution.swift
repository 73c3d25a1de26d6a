import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// The weights of a node with a kernel, its groups and its biases.
  private struct Kernel {
    /// Of the weights.
    let sides: [Int]
    let groups: Int
    /// The channels that the node makes.
    let channels: Int
    let weights: ONNXParameters
    /// Empty without any.
    let biases: [Double]

    var parameters: ONNXParameters { weights + ONNXParameters(biases) }
    /// The sides of the window.
    var window: [Int] { Array(sides[2...]) }
  }

  /// Conv, of one to three dimensions.
  mutating func convolve(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let names: Set = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]
    try node.check(inputs: 2...3, attributes: names)
    guard case .value(let taken) = try operand(node.inputs[0], of: node),
      taken.shape.sides.count == 5
    else {
      let (value, image) = try windowed(node)
      let kernel = try kernel(of: node, value, channels: image.channels, isTransposed: false)
      let around = Self.padding(value.pads)
      let reader = ONNXWindowReader(
        node: node, dimensions: kernel.window.count, image: image.padded(by: around))
      let (own, dilation) = try reader.window(kernel.window)
      let output = try reader.output(of: own.dilated(by: dilation), channels: kernel.channels)
      let layer = layers.append(
        .convolution(
          Convolution(
            channels: kernel.channels, window: own.padded(by: around), groups: kernel.groups,
            dilation: dilation, hasBias: !kernel.biases.isEmpty)),
        kernel.parameters, after: value.layer, shape: output, for: node.name)
      return result(value, layer, output)
    }
    return try convolveVolume(try value(node.inputs[0], of: node), node)
  }

  /// ConvTranspose, of one or two dimensions.
  mutating func convolveTransposed(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let names: Set = [
      "auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads",
      "strides",
    ]
    try node.check(inputs: 2...3, attributes: names)
    let (value, image) = try settled(try value(node.inputs[0], of: node), node)
    let kernel = try kernel(of: node, value, channels: image.channels, isTransposed: true)
    let dimensions = kernel.window.count
    guard dimensions < 3 else {
      throw node.unsupported(
        "has a kernel of \(dimensions) dimensions", "Those of one or two dimensions are read.")
    }
    let sizes = dimensions == 1 ? [image.width] : [image.height, image.width]
    let reader = ONNXWindowReader(node: node, dimensions: dimensions, image: image)
    let (sides, extra) = try reader.transposed(kernel.window, of: sizes)
    let (rows, columns) = (
      dimensions == 1 ? ONNXWindowReader.Side() : sides[0], sides[dimensions - 1]
    )
    let convolution = Convolution(
      channels: kernel.channels,
      window: Window(
        height: rows.kernel, width: columns.kernel, verticalStride: rows.stride,
        horizontalStride: columns.stride,
        padding: Window.Padding(
          top: rows.before, left: columns.before, bottom: rows.after, right: columns.after)),
      groups: kernel.groups,
      dilation: Convolution.Dilation(vertical: rows.dilation, horizontal: columns.dilation),
      hasBias: !kernel.biases.isEmpty)
    let made = zip(sides.indices, sizes).map { index, size in
      (size - 1) * sides[index].stride + sides[index].span + extra[index] - sides[index].before
        - sides[index].after
    }
    let count = made.reduce(Double(kernel.channels)) { $0 * Double($1) }
    guard made.allSatisfy({ $0 > 0 }), count <= Double(Architecture.largestWidth) else {
      throw node.unsupported(
        "makes \(kernel.channels) channels of \(made) pixels",
        "From 1 to \(Architecture.largestWidth) values are possible.")
    }
    let output = InputShape(
      channels: kernel.channels, height: dimensions == 1 ? 1 : made[0],
      width: made[dimensions - 1])
    let layer = layers.append(
      .transposedConvolution(
        TransposedConvolution(
          convolution, extraRows: dimensions == 1 ? 0 : extra[0],
          extraColumns: extra[dimensions - 1])),
      kernel.parameters, after: value.layer, shape: output, for: node.name)
    return result(value, layer, output)
  }

  /// The kernel of a node, checked against the channels of what it takes.
  private func kernel(
    of node: ONNXNode, _ value: ONNXValue, channels: Int, isTransposed: Bool
  ) throws(FormatError) -> Kernel {
    let weights = try constant(node.inputs[1], of: node)
    let sides = try weights.sides()
    guard sides.count == value.shape.sides.count, sides.count >= 3 else {
      throw node.malformed("has weights of shape \(sides) for a value of shape \(value.shape)")
    }
    let groups = try node.integer("group", default: 1)
    // The first side is that of what it makes, or of what a transposed one takes.
    let isFit =
      (1...channels).contains(groups) && channels % groups == 0
      && (isTransposed
        ? sides[0] == channels : sides[1] == channels / groups && sides[0] % groups == 0)
    guard isFit else {
      throw node.malformed(
        "has weights of shape \(sides) in \(groups) groups for \(channels) channels")
    }
    let made = isTransposed ? sides[1] * groups : sides[0]
    var biases: [Double] = []
    if node.inputs.count == 3 {
      let constant = try constant(node.inputs[2], of: node)
      guard try constant.sides() == [made] else {
        throw node.malformed("has biases of shape \(try constant.sides()) for \(made) channels")
      }
      biases = try numbers(constant)
    }
    return Kernel(
      sides: sides, groups: groups, channels: made, weights: try parameters(weights),
      biases: biases)
  }

  // MARK: - Volumes

  /// A convolution of three dimensions, as one of an image.
  ///
  /// The layers of the volume that a window sees become channels, and the windows at all depths lie one
  /// below the other, with the rows between them that no window may cross left out afterwards.
  private mutating func convolveVolume(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let sizes = value.shape.sides.dropFirst().map { $0 ?? 1 }
    let kernel = try kernel(of: node, value, channels: sizes[0], isTransposed: false)
    let reader = ONNXWindowReader(
      node: node, dimensions: 3, image: InputShape(channels: 1, height: 1, width: 1))
    let sides = try reader.sides(kernel.window, of: Array(sizes[1...]))
    let padded = sides.indices.map { sizes[$0 + 1] + sides[$0].before + sides[$0].after }
    guard zip(sides, padded).allSatisfy({ $0.span <= $1 }) else {
      throw node.malformed(
        "has a window of \(kernel.window), which does not fit a value of shape \(value.shape)")
    }
    let made = sides.indices.map { (padded[$0] - sides[$0].span) / sides[$0].stride + 1 }
    let (depth, rows, columns) = (sides[0], sides[1], sides[2])
    // A multiple of the stride, so that windows at every depth begin alike.
    let pitch = (padded[1] + rows.stride - 1) / rows.stride * rows.stride
    let image = InputShape(
      channels: sizes[0] * depth.kernel, height: made[0] * pitch, width: padded[2])
    let output = InputShape(
      channels: kernel.channels, height: made[0] * made[1], width: made[2])
    try checkExpansion(max(image.count, output.count), of: node, isKept: false)
    let volume = value.order ?? Array(0..<value.shape.features)
    var places: [Int] = []
    places.reserveCapacity(image.count)
    for channel in 0..<sizes[0] {
      for layer in 0..<depth.kernel {
        for row in 0..<image.height {
          let z = row / pitch * depth.stride + layer * depth.dilation - depth.before
          let y = row % pitch - rows.before
          let isInside = (0..<sizes[1]).contains(z) && (0..<sizes[2]).contains(y)
          let start = ((channel * sizes[1] + z) * sizes[2] + y) * sizes[3]
          for column in 0..<image.width {
            let x = column - columns.before
            places.append(isInside && (0..<sizes[3]).contains(x) ? volume[start + x] : -1)
          }
        }
      }
    }
    let taken = layers.append(
      Selection(shape: image, places: places), of: [value.layer], for: node.name)
    let convolution = Convolution(
      channels: kernel.channels,
      window: Window(
        height: rows.kernel, width: columns.kernel, verticalStride: rows.stride,
        horizontalStride: columns.stride),
      groups: kernel.groups,
      dilation: Convolution.Dilation(vertical: rows.dilation, horizontal: columns.dilation),
      hasBias: !kernel.biases.isEmpty)
    let tall = (image.height - rows.span) / rows.stride + 1
    var layer = layers.append(
      .convolution(convolution), kernel.parameters, after: taken,
      shape: InputShape(channels: kernel.channels, height: tall, width: made[2]),
      for: node.name)
    if tall != output.height {
      let between = pitch / rows.stride
      let kept = (0..<output.height).map { $0 / made[1] * between + $0 % made[1] }
      layer = layers.append(
        Selection(
          shape: output,
          places: Permutation.combined(
            [Array(0..<kernel.channels), kept, Array(0..<made[2])],
            of: [kernel.channels, tall, made[2]])), of: [layer], for: node.name)
    }
    return ONNXValue(
      layer: layer,
      shape: ONNXShape(
        form: .rows, sides: [value.shape.batch, kernel.channels] + made.map { $0 }))
  }
}

extension ONNXWindowReader {
  /// The attributes of a transposed window, side by side, and the pixels that are added after each.
  ///
  /// - Parameters:
  ///   - kernel: The sides of the kernel.
  ///   - sizes: Those of the image.
  /// - Returns: What each side has, and what is added after it.
  /// - Throws: `FormatError` where they do not fit the kernel, or some would be negative.
  func transposed(
    _ kernel: [Int], of sizes: [Int]
  ) throws(FormatError) -> (sides: [Side], extra: [Int]) {
    let mode = try node.text("auto_pad") ?? "NOTSET"
    let extra = try numbers("output_padding", standard: 0, from: 0)
    // Of a transposed window the padding is found from the other end.
    var sides = try sides(kernel, of: sizes, padding: mode == "NOTSET")
    guard zip(sides, extra).allSatisfy({ $1 < $0.stride }) else {
      throw node.unsupported(
        "has the output_padding \(extra)", "Numbers below the strides are possible.")
    }
    let wanted = try node.integers("output_shape")
    guard wanted != nil || mode.hasPrefix("SAME") else { return (sides, extra) }
    let made = wanted?.suffix(dimensions) ?? zip(sizes, sides).map { $0 * $1.stride }[...]
    for (index, size) in made.enumerated() {
      let total =
        sides[index].stride * (sizes[index] - 1) + extra[index] + sides[index].span - size
      guard total >= 0 else {
        throw node.unsupported(
          "makes \(made.map { $0 }) pixels, more than its windows reach, which programs take "
            + "differently", "Give it pads.")
      }
      let (less, more) = (total / 2, total - total / 2)
      (sides[index].before, sides[index].after) =
        mode == "SAME_UPPER" ? (less, more) : (more, less)
    }
    return (sides, extra)
  }
}

extension Window {
  /// The window with all pixels from the first to the last that a dilated kernel sees.
  fileprivate func dilated(by dilation: Convolution.Dilation) -> Window {
    Window(
      height: (height - 1) * dilation.vertical + 1, width: (width - 1) * dilation.horizontal + 1,
      verticalStride: verticalStride, horizontalStride: horizontalStride, padding: padding)
  }
}
