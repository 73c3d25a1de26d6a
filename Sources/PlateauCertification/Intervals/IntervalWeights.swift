import PlateauNetworks
import RealModule

/// The weights of a dense layer or a convolution, with what bounds of its sums need.
struct IntervalWeights: Sendable {
  /// The products in each sum.
  let inputs: Int
  /// Units, or channels of an image.
  let outputs: Int
  /// Of shape `[outputs, inputs]`.
  let weights: [Double]
  /// |weights|, for radii.
  let magnitudes: [Double]
  let biases: [Double]
  /// A number not below the Euclidean length of each row.
  let lengths: [Double]

  init(weights: [Double], biases: [Double]) {
    outputs = biases.count
    inputs = weights.count / biases.count
    self.weights = weights
    self.biases = biases
    magnitudes = weights.map(\.magnitude)
    let width = inputs
    lengths = biases.indices.map { Self.length(weights[$0 * width..<($0 + 1) * width]) }
  }

  /// Takes them from the parameters of a network; without a bias it is zero.
  init(_ parameters: [Double], weight: Int, bias: Int?, inputs: Int, outputs: Int) {
    self.init(
      weights: Array(parameters[weight..<weight + inputs * outputs]),
      biases: bias.map { Array(parameters[$0..<$0 + outputs]) }
        ?? Array(repeating: 0, count: outputs))
  }

  /// Those of z_label − z_k, for each k.
  ///
  /// They are differences that are rounded once, which bounds of a layer allow for.
  func margins(of label: Int) -> IntervalWeights {
    var differences: [Double] = []
    differences.reserveCapacity(weights.count)
    for row in 0..<outputs {
      for column in 0..<inputs {
        differences.append(weights[label * inputs + column] - weights[row * inputs + column])
      }
    }
    return IntervalWeights(weights: differences, biases: biases.map { biases[label] - $0 })
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
