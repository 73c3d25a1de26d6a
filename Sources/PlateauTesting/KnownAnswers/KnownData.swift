import PlateauData
import PlateauNumerics

/// The task of the known answers: three patterns of 8 × 8 pixels under noise.
///
/// The patterns differ by about 0.1 a pixel, so that a change of 0.1 everywhere turns any of them
/// into another, and one of 0.02 hardly any.
enum KnownData {
  static let shape = InputShape(channels: 1, height: 8, width: 8)
  static let classCount = 3
  static let training = examples(600, seed: 1)
  static let test = examples(120, seed: 2)

  static func examples(_ count: Int, seed: UInt64) -> Examples {
    var patterns = SeededGenerator(seed: 7, purpose: "known patterns")
    let means = (0..<classCount).map { _ in
      (0..<shape.count).map { _ in patterns.uniform(0.35, 0.65) }
    }
    var generator = SeededGenerator(seed: seed, purpose: "known examples")
    var values: [Float] = []
    let labels = (0..<count).map { _ in generator.below(classCount) }
    for label in labels {
      values += means[label].map { Float($0 + generator.uniform(-0.2, 0.2)) }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: shape.count, elements: values), labels: labels,
      classCount: classCount, shape: shape)
  }
}
