import PlateauNumerics
import PlateauRobustness

/// What one thread evaluates a model with: in either precision the judge's, and in the one of the
/// search that of the scorer after it.
struct SeatEvaluators {
  let floats: [any Evaluator<Float>]
  let doubles: [any Evaluator<Double>]

  /// Those of a number of threads, which share what they only read.
  static func all(
    _ model: some AttackableModel, _ precision: Precision, capacity: Int, count: Int
  ) -> [SeatEvaluators] {
    let isFloat = precision == .float
    let (narrow, wide) = (isFloat ? 2 : 1, isFloat ? 1 : 2)
    let floats = model.makeEvaluators(Float.self, capacity: capacity, count: narrow * count)
    let doubles = model.makeEvaluators(Double.self, capacity: capacity, count: wide * count)
    return (0..<count).map { seat in
      SeatEvaluators(
        floats: Array(floats[seat * narrow..<(seat + 1) * narrow]),
        doubles: Array(doubles[seat * wide..<(seat + 1) * wide]))
    }
  }
}
