import PlateauNetworks
import RealModule

/// The weights of a dense layer or a convolution, with what bounds of its sums need.
struct IntervalWeights: Sendable {
  /// The products in each sum.
  let inputs: Int
  /// Units, or channels of an image.
  let outputs: Int
  let biases: [Double]
  /// A number not below the Euclidean length of each row.
  let lengths: [Double]
  private let parameters: ParameterBuffer
  private let offset: Int

  /// Of shape `[outputs, inputs]`.
  var weights: UnsafePointer<Double> { parameters.values + offset }

  /// Takes them from the parameters of a network; without a bias it is zero.
  init(_ parameters: ParameterBuffer, weight: Range<Int>, bias: Range<Int>?, outputs: Int) {
    self.parameters = parameters
    self.outputs = outputs
    offset = weight.lowerBound
    let width = weight.count / outputs
    inputs = width
    biases =
      bias.map { $0.map { parameters.values[$0] } } ?? Array(repeating: 0, count: outputs)
    let weights = parameters.values + weight.lowerBound
    lengths = (0..<outputs).map {
      Self.length(UnsafeBufferPointer(start: weights + $0 * width, count: width))
    }
  }

  /// The parameters of z_label − z_k, for each k: weights, then biases.
  ///
  /// They are differences that are rounded once, which bounds of a layer allow for.
  func margins(of label: Int) -> [Double] {
    var differences: [Double] = []
    differences.reserveCapacity(outputs * (inputs + 1))
    for row in 0..<outputs {
      for column in 0..<inputs {
        differences.append(weights[label * inputs + column] - weights[row * inputs + column])
      }
    }
    return differences + biases.map { biases[label] - $0 }
  }

  private static func length(_ row: UnsafeBufferPointer<Double>) -> Double {
    // Scaled by the largest, so that no square overflows; one that underflows is negligible.
    let largest = row.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    let sum = row.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    return largest * Double.sqrt(sum * (1 + RoundingError.gamma(row.count + 8)))
      * RoundingError.up + RoundingError.tiny
  }
}
