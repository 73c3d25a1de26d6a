public import PlateauNetworks
public import PlateauNumerics

extension RunConfiguration {
  /// The layers of a network; its input and classes are those of the data.
  public struct Layers: Sendable, Hashable {
    /// A way in which widths become layers.
    public enum Family: String, Sendable, Hashable, CaseIterable {
      /// Dense layers of the widths.
      case perceptron
      /// A 5×5 convolution and a pooling for each width but the last, which is that of a dense
      /// layer.
      case convolutional
      /// A 4×4 convolution with stride 2 for each width but the last, which is that of a dense layer.
      case strided
      /// A group of residual blocks with batch normalization for each width.
      case residual
      /// A convolution with stride 2 of the first width, and a depthwise convolution and a linear map of each
      /// pixel for each further one.
      case depthwise
      /// A vision transformer: the widths are the numbers of a token and the hidden units of a block.
      case transformer
    }

    /// How widths become layers.
    public var family: Family
    /// The hidden units or the channels, from the input on.
    public var widths: [Int]
    /// The blocks of each group of a residual network, or of a transformer; others have none.
    public var blocks: Int
    /// The heads of a transformer's attention; others have none.
    public var heads: Int
    /// The side of a transformer's patches; others have none.
    public var patch: Int
    /// The nonlinearity of every hidden layer.
    public var activation: Activation
    /// How the parameters are drawn.
    public var initializer: Initializer
    /// What is done to the channels of the input first.
    public var normalization: ChannelNormalization?

    /// Creates a choice of layers.
    public init(
      family: Family = .perceptron, widths: [Int] = [200, 200], blocks: Int = 1,
      heads: Int = 1, patch: Int = 1, activation: Activation = .sigmoid,
      initializer: Initializer = .uniformFanIn,
      normalization: ChannelNormalization? = nil
    ) {
      self.family = family
      self.widths = widths
      self.blocks = blocks
      self.heads = heads
      self.patch = patch
      self.activation = activation
      self.initializer = initializer
      self.normalization = normalization
    }

    /// The architecture for data of a shape.
    ///
    /// - Throws: `NetworkError` where the layers do not fit the input.
    public func architecture(
      input: InputShape, classes: Int
    ) throws(NetworkError) -> Architecture {
      switch family {
      case .perceptron:
        try .multilayerPerceptron(
          input: input, widths: widths, activation: activation, classes: classes,
          normalization: normalization)
      case .convolutional:
        try .convolutional(
          input: input, channels: widths.dropLast(), units: widths.last ?? 0,
          activation: activation, classes: classes, normalization: normalization)
      case .strided:
        try .strided(
          input: input, channels: widths.dropLast(), units: widths.last ?? 0,
          activation: activation, classes: classes, normalization: normalization)
      case .residual:
        try .residual(
          input: input, channels: widths, blocks: blocks, activation: activation,
          classes: classes, normalization: normalization)
      case .depthwise:
        try .depthwise(
          input: input, channels: widths, activation: activation, classes: classes,
          normalization: normalization)
      case .transformer:
        try .visionTransformer(
          input: input, patch: patch, width: widths.first ?? 0, heads: heads,
          hidden: widths.last ?? 0, blocks: blocks, activation: activation, classes: classes,
          normalization: normalization)
      }
    }
  }
}
