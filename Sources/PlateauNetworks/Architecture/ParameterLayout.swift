/// Where each weight and bias lies in the one buffer that holds a network's parameters.
public struct ParameterLayout: Sendable, Hashable {
  /// A named part of the buffer.
  public struct Tensor: Sendable, Hashable {
    /// The name in files, such as `layers.0.weight`.
    public let name: String
    /// The shape: `[outputs, inputs]` of a weight, `[outputs]` of a bias.
    public let shape: [Int]
    /// The place in the buffer; rows lie one after the other.
    public let range: Range<Int>
    /// Whether it is a weight matrix and not a bias.
    public var isWeight: Bool { shape.count > 1 }
  }

  /// Every tensor, in the order of the buffer.
  public let tensors: [Tensor]
  /// The number of parameters.
  public let count: Int

  init(stages: [DenseStage]) {
    tensors = stages.flatMap { stage in
      [
        Tensor(
          name: "layers.\(stage.index).weight", shape: [stage.outputs, stage.inputs],
          range: stage.weight..<stage.bias),
        Tensor(
          name: "layers.\(stage.index).bias", shape: [stage.outputs],
          range: stage.bias..<stage.bias + stage.outputs),
      ]
    }
    count = stages.reduce(0) { $0 + $1.parameterCount }
  }
}
