public import PlateauNumerics

extension Architecture {
  /// A small vision transformer: patches as tokens, blocks of attention and of a perceptron for each token,
  /// both after layer normalization and beside a shortcut, and the mean of the tokens.
  ///
  /// Where a patch lies is told by a depthwise convolution of 3×3 patches beside a shortcut, whose zeros
  /// around the image no other place sees. Layer normalizations have no factors of their own: what
  /// follows each of them is linear.
  ///
  /// Sources: A. Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021, section 3.1; X. Chu et al.,
  /// "Conditional Positional Encodings for Vision Transformers", 2021, section 4.2 (places); L. Beyer, X. Zhai
  /// and A. Kolesnikov, "Better plain ViT baselines for ImageNet-1k", 2022, section 2 (the mean of the tokens).
  ///
  /// - Parameters:
  ///   - input: The shape of one example.
  ///   - patch: The side of a patch, of which the image holds a whole number along each side.
  ///   - width: The numbers of each token, a multiple of `heads`.
  ///   - heads: The attentions beside each other in a block.
  ///   - hidden: The units for each token of a block's perceptron.
  ///   - blocks: The blocks.
  ///   - activation: The nonlinearity of the perceptrons.
  ///   - classes: The number of classes.
  ///   - normalization: What is done to the channels of the input first.
  /// - Returns: The architecture.
  /// - Throws: `NetworkError` if a number is not positive, or does not divide what it should.
  public static func visionTransformer(
    input: InputShape, patch: Int, width: Int, heads: Int, hidden: Int, blocks: Int,
    activation: Activation, classes: Int, normalization: ChannelNormalization? = nil
  ) throws(NetworkError) -> Architecture {
    guard patch > 0, input.height % patch == 0, input.width % patch == 0 else {
      throw NetworkError(
        "A vision transformer was asked for with patches of \(patch)×\(patch) pixels of \(input); both "
          + "sides of the image must be multiples of the patch.")
    }
    guard heads > 0, width > 0, width % heads == 0, blocks > 0, hidden > 0 else {
      throw NetworkError(
        "A vision transformer of \(blocks) blocks with tokens of \(width) numbers, \(heads) heads and "
          + "\(hidden) hidden units was asked for; each must be positive, and the width a multiple of the "
          + "heads.")
    }
    let tokens = TokenLayers(
      width: width, heads: heads, rows: input.height / patch, columns: input.width / patch)
    var layers = normalization.map { [Layer.normalization($0)] } ?? []
    layers += [
      .convolution(Convolution(channels: width, window: Window(patch, stride: patch))),
      .convolution(Convolution(channels: width, window: Window(3, padding: 1), groups: width)),
      .add(layer: layers.count),
    ]
    for _ in 0..<blocks {
      tokens.appendAttention(to: &layers)
      let entry = layers.count - 1
      layers += tokens.normalized
      layers += [tokens.linear(hidden), .activation(activation), tokens.linear(width)]
      layers += [.add(layer: entry)]
    }
    layers += tokens.normalized
    layers += [.globalAveragePooling, .flatten, .dense(units: classes)]
    return try Architecture(input: input, layers: layers)
  }
}

/// Layers of a transformer whose tokens are the pixels of an image and its channels their numbers.
private struct TokenLayers {
  let width: Int
  let heads: Int
  let rows: Int
  let columns: Int

  private var count: Int { rows * columns }
  private var image: InputShape { InputShape(channels: width, height: rows, width: columns) }
  private var vector: InputShape { InputShape(channels: width * count, height: 1, width: 1) }

  /// A linear map of each token.
  func linear(_ channels: Int) -> Layer {
    .convolution(Convolution(channels: channels, window: Window(1)))
  }

  /// Layer normalization of each token: its numbers one after the other, and back.
  var normalized: [Layer] {
    let places = (0..<count).flatMap { token in (0..<width).map { $0 * count + token } }
    let back = (0..<width).flatMap { channel in (0..<count).map { $0 * width + channel } }
    return [
      Layer(.selection(Selection(shape: vector, places: places))),
      Layer(.layerNormalization(LayerNormalization(size: width))),
      Layer(.selection(Selection(shape: image, places: back))),
    ]
  }

  /// Appends attention of every token to all, beside a shortcut.
  func appendAttention(to layers: inout [Layer]) {
    let entry = layers.count - 1
    layers += normalized
    let tokens = layers.count - 1
    let size = width / heads
    // Head after head, token after token.
    let places = (0..<heads).flatMap { head in
      (0..<count).flatMap { token in (0..<size).map { (head * size + $0) * count + token } }
    }
    let split = Layer(.selection(Selection(shape: vector, places: places)))
    var ends: [Int] = []
    for part in 0..<3 {
      layers.append(Layer(linear(width).operation, of: .layer(tokens)))
      if part == 0 {
        let scale = ChannelNormalization(
          means: Array(repeating: 0, count: width),
          deviations: Array(repeating: Double(size).squareRoot(), count: width))
        layers.append(.normalization(scale))
      }
      layers.append(split)
      ends.append(layers.count - 1)
    }
    var back = Array(repeating: 0, count: vector.count)
    for (index, place) in places.enumerated() { back[place] = index }
    layers += [
      Layer(
        .matrixProduct(
          .init(groups: heads, rows: count, inner: size, columns: count, isTransposed: true)),
        of: .layer(ends[0]), .layer(ends[1])),
      Layer(.softmax(size: count)),
      Layer(
        .matrixProduct(.init(groups: heads, rows: count, inner: count, columns: size)),
        of: .previous, .layer(ends[2])),
      Layer(.selection(Selection(shape: image, places: back))), linear(width),
      .add(layer: entry),
    ]
  }
}
