public import PlateauNumerics

extension Architecture {
  /// A multilayer perceptron: dense layers of the given widths with one nonlinearity.
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - widths: The units of each hidden layer.
  ///   - activation: The nonlinearity of every hidden layer.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a width or the number of classes is not positive.
  public static func multilayerPerceptron(
    input: InputShape, widths: [Int], activation: Activation, classes: Int,
    normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    let first = normalization.map { [Layer.normalization($0)] } ?? []
    let hidden = widths.flatMap { [Layer.dense(units: $0), .activation(activation)] }
    return try Architecture(input: input, layers: first + hidden + [.dense(units: classes)])
  }

  /// Convolutions of 5×5 pixels that keep the size of the image, each with a max pooling of 2×2,
  /// and one dense hidden layer.
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - channels: The channels of each convolution.
  ///   - units: The units of the dense hidden layer.
  ///   - activation: The nonlinearity of every hidden layer, before pooling.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a number is not positive, or the image too small to be pooled so
  ///   often.
  public static func convolutional(
    input: InputShape, channels: [Int], units: Int, activation: Activation, classes: Int,
    normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    var layers = normalization.map { [Layer.normalization($0)] } ?? []
    for channels in channels {
      layers += [
        .convolution(Convolution(channels: channels, window: Window(5, padding: 2))),
        .activation(activation), .maxPooling(Pooling(2)),
      ]
    }
    layers += [
      .flatten, .dense(units: units), .activation(activation), .dense(units: classes),
    ]
    return try Architecture(input: input, layers: layers)
  }

  /// Convolutions of 4×4 pixels with stride 2 and a padding of 1, which halve the image, and one
  /// dense hidden layer: the small network of the literature on certified training.
  ///
  /// Source: E. Wong and J. Z. Kolter, "Provable Defenses against Adversarial Examples via the
  /// Convex Outer Adversarial Polytope", 2018, section 4.2, with 16 and 32 channels and 100 units.
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - channels: The channels of each convolution.
  ///   - units: The units of the dense hidden layer.
  ///   - activation: The nonlinearity of every hidden layer.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a number is not positive, or the image too small to be halved so
  ///   often.
  public static func strided(
    input: InputShape, channels: [Int], units: Int, activation: Activation, classes: Int,
    normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    var layers = normalization.map { [Layer.normalization($0)] } ?? []
    for channels in channels {
      let window = Window(4, stride: 2, padding: 1)
      layers += [
        .convolution(Convolution(channels: channels, window: window)), .activation(activation),
      ]
    }
    layers += [
      .flatten, .dense(units: units), .activation(activation), .dense(units: classes),
    ]
    return try Architecture(input: input, layers: layers)
  }

  /// A convolution of 3×3 pixels with stride 2, then for each further width a depthwise convolution of 3×3
  /// pixels and a linear map of each pixel, each with batch normalization and a nonlinearity; the last
  /// image is averaged.
  ///
  /// Every second depthwise convolution, from the first on, has stride 2.
  ///
  /// Source: A. G. Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
  /// Applications", 2017, section 3.1.
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - channels: The channels of the first convolution and of each linear map.
  ///   - activation: The nonlinearity of every hidden layer.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a number is not positive.
  public static func depthwise(
    input: InputShape, channels: [Int], activation: Activation, classes: Int,
    normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    var layers = normalization.map { [Layer.normalization($0)] } ?? []
    for (index, (taken, made)) in zip([0] + channels, channels).enumerated() {
      let window = Window(3, stride: index % 2 == 1 || index == 0 ? 2 : 1, padding: 1)
      if index == 0 {
        layers += normalized(made, window)
      } else {
        layers += normalized(taken, window, groups: taken) + [.activation(activation)]
        layers += normalized(made, Window(1))
      }
      layers.append(.activation(activation))
    }
    layers += [.globalAveragePooling, .flatten, .dense(units: classes)]
    return try Architecture(input: input, layers: layers)
  }

  /// A residual network with batch normalization: groups of blocks of two 3×3 convolutions.
  ///
  /// Between groups the image is halved and the shortcut is a 1×1 convolution; the last image is
  /// averaged.
  ///
  /// Source: K. He et al., "Deep Residual Learning for Image Recognition", 2016, section 4.2 (for
  /// CIFAR-10), with projections (option B) where shapes change.
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - channels: The channels of each group; the first is that of the convolution before it, too.
  ///   - blocks: The blocks of each group.
  ///   - activation: The nonlinearity of every hidden layer.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a number is not positive.
  public static func residual(
    input: InputShape, channels: [Int], blocks: Int, activation: Activation, classes: Int,
    normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    guard let first = channels.first, blocks >= 1 else {
      throw NetworkError(
        "A residual network of \(channels.count) groups of \(blocks) blocks was asked for; it needs "
          + "at least one of each.")
    }
    var layers = normalization.map { [Layer.normalization($0)] } ?? []
    layers += normalized(first, Window(3, padding: 1)) + [.activation(activation)]
    var width = first
    for (group, channels) in channels.enumerated() {
      for block in 0..<blocks {
        let stride = group > 0 && block == 0 ? 2 : 1
        appendBlock(
          to: &layers, channels: channels, stride: stride,
          projects: stride > 1 || channels != width, activation)
        width = channels
      }
    }
    layers += [.globalAveragePooling, .flatten, .dense(units: classes)]
    return try Architecture(input: input, layers: layers)
  }

  private static func normalized(
    _ channels: Int, _ window: Window, groups: Int = 1
  ) -> [Layer] {
    [
      .convolution(
        Convolution(channels: channels, window: window, groups: groups, hasBias: false)),
      .batchNormalization(epsilon: 1e-5),
    ]
  }

  private static func appendBlock(
    to layers: inout [Layer], channels: Int, stride: Int, projects: Bool, _ activation: Activation
  ) {
    let entry = layers.count - 1
    layers += normalized(channels, Window(3, stride: stride, padding: 1))
    layers += [.activation(activation)] + normalized(channels, Window(3, padding: 1))
    let exit = layers.count - 1
    if projects {
      layers += [.output(layer: entry)] + normalized(channels, Window(1, stride: stride))
      layers += [.add(layer: exit), .activation(activation)]
    } else {
      layers += [.add(layer: entry), .activation(activation)]
    }
  }
}
