import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTraining

/// A small task that a perceptron learns within a few steps: three clouds in ten dimensions.
enum Blobs {
  static let shape = InputShape.vector(10)

  static func examples(
    _ count: Int, seed: UInt64, shape: InputShape = Blobs.shape
  ) -> Examples {
    var generator = SeededGenerator(seed: seed, purpose: "blobs")
    var centers = SeededGenerator(seed: 99, purpose: "centers")
    let means = (0..<3).map { _ in (0..<10).map { _ in centers.uniform(0.2, 0.8) } }
    var labels: [Int] = []
    var values: [Float] = []
    for _ in 0..<count {
      let label = generator.below(3)
      labels.append(label)
      values += means[label].map { Float($0 + generator.uniform(-0.2, 0.2)) }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: 10, elements: values), labels: labels, classCount: 3,
      shape: shape)
  }

  static func network(_ activation: Activation = .sigmoid, widths: [Int] = [20, 12]) throws
    -> Network<Float>
  {
    let architecture = try Architecture.multilayerPerceptron(
      input: shape, widths: widths, activation: activation, classes: 3)
    var generator = SeededGenerator(seed: 5, purpose: "initialize")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  static func penalty(maximum: Double = 0.01, step: Double = 1e-3) throws -> SaturationPenalty {
    SaturationPenalty(schedule: try PenaltySchedule(maximum: maximum, step: step))
  }
}

/// Moves every value by a fixed amount; enough to see where training perturbs.
struct ShiftAttack: TrainingAttack {
  let amount: Float

  func makePerturber(_ architecture: Architecture, capacity: Int) -> any Perturber {
    Shift(amount: amount, columns: architecture.input.count)
  }

  private final class Shift: Perturber {
    let amount: Float
    let columns: Int

    init(amount: Float, columns: Int) {
      self.amount = amount
      self.columns = columns
    }

    func perturb(
      _ inputs: UnsafeMutablePointer<Float>, labels: UnsafePointer<Int32>, rows: Int,
      parameters: UnsafePointer<Float>
    ) {
      for index in 0..<rows * columns { inputs[index] += amount }
    }
  }
}
