import PlateauData
import PlateauExperiments
import PlateauNumerics
import PlateauTraining

/// A dataset that trains within moments: three clouds in 4×4 images.
enum SmallData {
  static let shape = InputShape(channels: 1, height: 4, width: 4)

  static func examples(_ count: Int, seed: UInt64) -> Examples {
    var generator = SeededGenerator(seed: seed, purpose: "small")
    var centers = SeededGenerator(seed: 99, purpose: "centers")
    let means = (0..<3).map { _ in (0..<16).map { _ in centers.uniform(0.2, 0.8) } }
    var labels: [Int] = []
    var values: [Float] = []
    for _ in 0..<count {
      let label = generator.below(3)
      labels.append(label)
      values += means[label].map { Float($0 + generator.uniform(-0.2, 0.2)) }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: 16, elements: values), labels: labels, classCount: 3,
      shape: shape)
  }

  static func dataset(seed: UInt64 = 1) -> Dataset {
    Dataset(
      name: "small", training: examples(600, seed: seed), test: examples(200, seed: seed + 1))
  }

  static func configuration(epochs: Int = 4) throws -> RunConfiguration {
    RunConfiguration(
      data: .init(source: "small", validation: 100),
      network: .init(widths: [12, 8]),
      training: TrainingPlan(
        epochs: epochs, batchSize: 32, optimizer: .adam(rate: 0.02),
        penalty: SaturationPenalty(schedule: try PenaltySchedule(maximum: 0.01, step: 1e-4)),
        selection: .bestValidationAccuracy))
  }
}
