import PlateauNetworks
import PlateauNumerics

/// A small random network with a batch, for checks that need no special one.
struct RandomCase<Element: Scalar> {
  let network: Network<Element>
  let inputs: Matrix<Element>
  let labels: [Int]

  /// A network of 8 inputs, the given layers and 4 classes, its weights and biases larger than
  /// usual by a factor.
  init(_ layers: [Layer], scale: Double = 3, rows: Int = 6, seed: UInt64 = 1) throws {
    let architecture = try Architecture(input: .vector(8), layers: layers + [.dense(units: 4)])
    var generator = SeededGenerator(seed: seed, purpose: "random case")
    var network = Network<Element>(
      architecture, initializer: .uniformFanIn, using: &generator)
    network.parameters = network.parameters.map { $0 * Element(scale) }
    self.network = network
    inputs = Matrix(
      rows: rows, columns: 8, elements: (0..<rows * 8).map { _ in Element(generator.uniform()) })
    labels = (0..<rows).map { _ in generator.below(4) }
  }

  static func perceptron(_ activation: Activation, scale: Double = 3) throws -> RandomCase {
    try RandomCase(
      [.dense(units: 7), .activation(activation), .dense(units: 6), .activation(activation)],
      scale: scale)
  }
}
