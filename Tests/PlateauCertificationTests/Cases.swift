import PlateauData
import PlateauNetworks
import PlateauNumerics

/// Random networks and examples.
enum Cases {
  static let workers = Workers(threads: 2)

  static func network(
    _ sizes: [Int], _ activation: Activation, gain: Double = 3, seed: UInt64
  ) throws -> Network<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "network")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(sizes[0]), widths: Array(sizes[1..<sizes.count - 1]), activation: activation,
      classes: sizes[sizes.count - 1])
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    return try Network(architecture, parameters: network.parameters.map { $0 * gain })
  }

  static func examples(
    _ count: Int, features: Int, classes: Int, seed: UInt64
  ) -> Examples {
    var generator = SeededGenerator(seed: seed, purpose: "examples")
    return Examples(
      inputs: Matrix(
        rows: count, columns: features,
        elements: (0..<count * features).map { _ in Float(generator.below(257)) / 256 }),
      labels: (0..<count).map { _ in generator.below(classes) }, classCount: classes,
      shape: .vector(features))
  }

  /// The least difference between the logit of each label and the others.
  static func margins(_ logits: Matrix<Double>, _ labels: [Int]) -> [Double] {
    labels.enumerated().map { row, label in
      (0..<logits.columns).filter { $0 != label }
        .reduce(.infinity) { min($0, logits[row, label] - logits[row, $1]) }
    }
  }
}
