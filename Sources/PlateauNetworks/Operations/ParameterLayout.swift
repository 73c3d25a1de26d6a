/// Where each weight and bias lies in the one buffer that holds a network's parameters.
public struct ParameterLayout: Sendable, Hashable {
  /// A named part of the buffer.
  public struct Tensor: Sendable, Hashable {
    /// The name in files, such as `layers.0.weight`.
    public let name: String
    /// The shape: `[outputs, inputs]` of a dense layer's weight, `[channels, channels of the image,
    /// height, width]` of a convolution's, `[outputs]` of a bias, `[channels]` of the scale
    /// (`weight`), the shift (`bias`) and the running means of batch normalization.
    public let shape: [Int]
    /// The number of the layer that it belongs to, in ``Architecture/layers``.
    public let layer: Int
    /// The place in the buffer; the last index changes fastest.
    public let range: Range<Int>
    /// Whether optimizers change it; running means are not theirs.
    public let isTrained: Bool
    /// Whether it is the weight of a dense layer or a convolution.
    public var isWeight: Bool { shape.count > 1 }
    /// The inputs of each output of a weight: its sums have so many products.
    public var fanIn: Int { shape.dropFirst().reduce(1, *) }
  }

  /// Every tensor, in the order of the buffer.
  public let tensors: [Tensor]
  /// The number of parameters.
  public let count: Int

  init(tensors: [Tensor]) {
    self.tensors = tensors
    count = tensors.reduce(0) { $0 + $1.range.count }
  }
}
