import PlateauNetworks
import PlateauNumerics

/// A network of linear maps and rectifiers in rational arithmetic: the real function of its weights.
struct ExactNetwork {
  let stages: [IntervalStage]
  /// When to give up.
  let deadline: Deadline

  /// Whether the network has nothing else.
  var isSupported: Bool { stages.allSatisfy(\.isRational) }

  /// What the network makes of a point.
  ///
  /// - Parameter point: An input.
  /// - Returns: The outputs; nil where the network has something else, or the time is up.
  func outputs(at point: [Rational]) -> [Rational]? {
    guard isSupported else { return nil }
    var values = [point]
    for stage in stages {
      var made: [Rational] = []
      made.reserveCapacity(stage.outputs)
      for unit in 0..<stage.outputs {
        if deadline.hasPassed { return nil }
        var sum = Rational(0)
        let bias = stage.forEachExactTerm(of: unit) { value, input, weight in
          sum = sum + weight * values[value][input]
        }
        guard let bias, let value = stage.exactValue(of: sum + bias) else { return nil }
        made.append(value)
      }
      values.append(made)
    }
    return values[values.count - 1]
  }

  /// A sum of a stage's units before their nonlinearities as a function of the input, where every neuron
  /// before it is one line.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - weights: The units of the sum, and what they are multiplied by.
  ///   - line: The line of a neuron of a stage; nil where it is not known.
  /// - Returns: nil where a line is not known, the network has something else, or the time is up.
  func row(
    of stage: IntervalStage, _ weights: [(unit: Int, weight: Rational)],
    _ line: (_ stage: IntervalStage, _ unit: Int) -> (slope: Rational, intercept: Rational)?
  ) -> LeafProgram<Rational>.Row? {
    var coefficients = ([stages[0].inputs] + stages.map(\.outputs)).prefix(stage.value).map {
      [Rational?](repeating: nil, count: $0)
    }
    var constant = Rational(0)
    func take(_ stage: IntervalStage, _ unit: Int, _ weight: Rational) -> Bool {
      let bias = stage.forEachExactTerm(of: unit) { value, input, factor in
        coefficients[value][input] = (coefficients[value][input] ?? 0) + weight * factor
      }
      guard let bias, !deadline.hasPassed else { return false }
      constant = constant + weight * bias
      return true
    }
    for (unit, weight) in weights where !take(stage, unit, weight) { return nil }
    for below in stages.prefix(stage.value - 1).reversed() {
      for unit in 0..<below.outputs {
        guard let weight = coefficients[below.value][unit], weight != 0 else { continue }
        guard let line = line(below, unit) else { return nil }
        constant = constant + weight * line.intercept
        if line.slope != 0, !take(below, unit, weight * line.slope) { return nil }
      }
    }
    return LeafProgram<Rational>.Row(
      coefficients: coefficients[0].map { $0 ?? 0 }, constant: constant)
  }
}
