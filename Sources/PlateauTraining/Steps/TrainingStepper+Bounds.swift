import PlateauData
import PlateauNetworks
import PlateauNumerics

extension TrainingStepper where Element == Float {
  /// The share of examples whose true class wins everywhere within the bounds.
  ///
  /// It overwrites the batch under way.
  ///
  /// - Parameters:
  ///   - examples: The examples; at least one.
  ///   - epsilon: The radius of the balls.
  /// - Returns: A fraction in 0...1; 0 where training is not certified.
  func boundedAccuracy(on examples: Examples, epsilon: Double) -> Double {
    guard let bounds else { return 0 }
    let size = pass.inputs.capacity
    var correct = 0.0
    for first in stride(from: 0, to: examples.count, by: size) {
      let rows = first..<min(examples.count, first + size)
      pass.inputs.load(examples.inputs, rows: rows)
      for row in rows { pass.labels[row - first] = Int32(examples.labels[row]) }
      let statistics = bounds.propagate(
        parameters.pointer, inputs: pass.inputs.pointer, labels: pass.labels, rows: rows.count,
        objective: BoundObjective(epsilon: epsilon), goesBack: false)
      correct += (statistics.accuracy * Double(rows.count)).rounded()
    }
    return correct / Double(examples.count)
  }
}
