public import PlateauData
public import PlateauNetworks

/// What a model's inputs and outputs are: the file's own, in the file's order and shape.
///
/// A network takes images with channels first and puts out logits. A file may take its inputs in
/// another order, and turn its logits into something else at its end. This is the difference, kept so
/// that it can be undone: for properties, boxes, predictions, counterexamples and arrays.
public struct ModelInterface: Sendable, Hashable {
  /// What the file makes of the logits of the network at its end.
  public enum Ending: Sendable, Hashable {
    /// Nothing: it puts them out.
    case logits
    /// Probabilities: exp(zⱼ) / Σ exp(zᵢ).
    case softmax
    /// Logarithms of probabilities: zⱼ − log Σ exp(zᵢ).
    case logSoftmax
    /// Probabilities, each by itself: 1 / (1 + exp(−zⱼ)).
    case sigmoid
    /// One output for two classes, of which the network has the logits 0 and z: z itself, or the
    /// sigmoid of it.
    case binary(isSigmoid: Bool)
  }

  /// How one example lies in the file's input.
  public let input: InputArrangement
  /// The sides of one example of the file's output, without the one that counts examples.
  public let output: [Int]
  /// What the file makes of the logits.
  public let ending: Ending

  /// Creates an interface.
  public init(input: InputArrangement, output: [Int], ending: Ending = .logits) {
    self.input = input
    self.output = output
    self.ending = ending
  }

  /// The interface of a file that has inputs and outputs as its network has them.
  public init(of architecture: Architecture) {
    self.init(input: InputArrangement(architecture.input), output: [architecture.classCount])
  }

  /// The number of values in one example of the file's output.
  public var outputCount: Int { output.reduce(1, *) }
}
