import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining

/// Small networks and examples, made from seeds.
enum Toy {
  static func examples(
    _ count: Int, seed: UInt64, range: ClosedRange<Double> = 0...1
  ) -> Examples {
    var generator = SeededGenerator(seed: seed, purpose: "toy")
    var centers = SeededGenerator(seed: 99, purpose: "centers")
    let means = (0..<3).map { _ in (0..<10).map { _ in centers.uniform(0.25, 0.75) } }
    var labels: [Int] = []
    var values: [Float] = []
    for _ in 0..<count {
      let label = generator.below(3)
      labels.append(label)
      values += means[label].map {
        Float(min(max($0 + generator.uniform(-0.2, 0.2), range.lowerBound), range.upperBound))
      }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: 10, elements: values), labels: labels, classCount: 3,
      shape: .vector(10))
  }

  /// A perceptron trained for a moment, so that most examples are classified correctly.
  static func network(_ activation: Activation, widths: [Int] = [20, 12]) throws -> Network<Double>
  {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(10), widths: widths, activation: activation, classes: 3)
    var generator = SeededGenerator(seed: 5, purpose: "initialize")
    let start = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    let trainer = try Trainer(
      start, plan: TrainingPlan(epochs: 30, batchSize: 32, optimizer: .adam(rate: 0.02)),
      training: examples(600, seed: 1), workers: Workers(threads: 1))
    while try trainer.step() != nil {}
    return Network<Double>(trainer.selectedNetwork)
  }

  static func linear() throws -> Network<Double> { try network(.relu, widths: []) }

  static func twoClassLinear() throws -> Network<Double> {
    let architecture = try Architecture(input: .vector(10), layers: [.dense(units: 2)])
    var generator = SeededGenerator(seed: 8, purpose: "linear")
    var network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    // The boundary goes through the middle of the box.
    for row in 0..<2 {
      let weights = network.parameters[row * 10..<row * 10 + 10]
      network.parameters[20 + row] = -0.5 * weights.reduce(0, +)
    }
    return network
  }
}
