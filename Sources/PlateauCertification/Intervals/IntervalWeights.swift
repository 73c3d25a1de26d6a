import PlateauNetworks
import PlateauNumerics
import RealModule

/// The weights of a dense layer or a convolution, with what bounds of its sums need.
struct IntervalWeights: Sendable {
  /// The products in each sum.
  let inputs: Int
  /// Units, or channels of an image.
  let outputs: Int
  let biases: [Double]
  /// A number not below the Euclidean length of the weights that make an output of each channel.
  let lengths: [Double]
  private let parameters: ParameterBuffer
  private let offset: Int

  /// Of a dense layer of shape `[outputs, inputs]`.
  var weights: UnsafePointer<Double> { parameters.values + offset }

  /// Takes them from the parameters of a network; without a bias it is zero.
  ///
  /// - Returns: nil where the sums of the map are not of products with weights.
  init?(_ parameters: ParameterBuffer, _ map: any LinearMap, outputs: Int) {
    guard let weight = map.weight, case .products(let terms) = map.arithmetic else { return nil }
    self.parameters = parameters
    self.outputs = outputs
    offset = weight.lowerBound
    inputs = terms
    biases =
      map.bias.map { $0.map { parameters.values[$0] } } ?? Array(repeating: 0, count: outputs)
    lengths = (0..<outputs).map { channel in
      Self.length(
        map.weights(of: channel, among: outputs).flatMap {
          UnsafeBufferPointer(start: parameters.values + $0.lowerBound, count: $0.count)
        })
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

  private static func length(_ row: [Double]) -> Double {
    // Scaled by the largest, so that no square overflows; one that underflows is negligible.
    let largest = row.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    let sum = row.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    return largest * Double.sqrt(sum * (1 + RoundingError.gamma(row.count + 8)))
      * RoundingError.up + RoundingError.tiny
  }
}
