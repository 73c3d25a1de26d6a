import PlateauNetworks
import PlateauNumerics
import RealModule

/// A dense layer and the nonlinearity after it, with what bounds of it need.
struct IntervalStage: Sendable {
  let inputs: Int
  let outputs: Int
  /// Of shape `[outputs, inputs]`.
  let weights: [Double]
  /// |weights|, for radii.
  let magnitudes: [Double]
  let biases: [Double]
  /// A number not below the Euclidean length of each row.
  let lengths: [Double]
  let activation: Activation?

  init(weights: [Double], biases: [Double], activation: Activation?) {
    outputs = biases.count
    inputs = weights.count / biases.count
    self.weights = weights
    self.biases = biases
    self.activation = activation
    magnitudes = weights.map(\.magnitude)
    let width = inputs
    lengths = biases.indices.map { Self.length(weights[$0 * width..<($0 + 1) * width]) }
  }

  /// The stages of a network.
  static func stages(of network: Network<Double>) -> [IntervalStage] {
    let tensors = network.architecture.layout.tensors
    let activations = network.architecture.hiddenActivations + [nil]
    return activations.indices.map { index in
      IntervalStage(
        weights: Array(network[tensors[2 * index]]), biases: Array(network[tensors[2 * index + 1]]),
        activation: activations[index])
    }
  }

  /// The layer z_label − z_k, for each k.
  ///
  /// Its weights are differences that are rounded once, which bounds of a layer allow for.
  func margins(of label: Int) -> IntervalStage {
    var differences: [Double] = []
    differences.reserveCapacity(weights.count)
    for row in 0..<outputs {
      for column in 0..<inputs {
        differences.append(weights[label * inputs + column] - weights[row * inputs + column])
      }
    }
    return IntervalStage(
      weights: differences, biases: biases.map { biases[label] - $0 }, activation: nil)
  }

  private static func length(_ row: ArraySlice<Double>) -> Double {
    // Scaled by the largest, so that no square overflows; one that underflows is negligible.
    let largest = row.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    let sum = row.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    return largest * Double.sqrt(sum * (1 + RoundingError.gamma(row.count + 8)))
      * RoundingError.up + RoundingError.tiny
  }
}
