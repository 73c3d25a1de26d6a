import RealModule

/// The search for a saddle point of a linear program: an input, multipliers of splits and weights of
/// inequalities.
///
/// Steps, averages, restarts and the weight between both sides are those of D. Applegate et al.,
/// "Practical Large-Scale Linear Programming using Primal-Dual Hybrid Gradient", 2021, section 3.
struct PrimalDual {
  var input: [Double]
  /// Multipliers of splits, and then weights of inequalities.
  var dual: [Double]
  /// The number of multipliers at the front of ``dual``.
  let splits: Int
  /// Coefficients of the input for the multipliers before these, and those multipliers.
  private var last: (coefficients: [Double], dual: [Double])?
  /// The largest ratio of a change of coefficients to that of multipliers: a norm, from below.
  private var norm = 0.0
  /// The weight of steps of multipliers against those of the input.
  private var weight: Double
  /// The sums since the last restart.
  private var sums: (input: [Double], dual: [Double])
  private var count = 0.0
  private var start: (input: [Double], dual: [Double])

  init(input: [Double], multipliers: [Double], weights: [Double], width: Double) {
    self.input = input
    dual = multipliers + weights
    splits = multipliers.count
    weight = max(Self.length(dual), 1) / max(width, 1e-30)
    sums = (input.map { _ in 0 }, dual.map { _ in 0 })
    start = (input, dual)
  }

  /// Steps the input down the coefficients that the multipliers make.
  ///
  /// - Returns: The point ahead, at which splits and inequalities are to be evaluated.
  mutating func descend(
    _ coefficients: [Double], project: ([Double]) -> [Double]
  ) -> [Double] {
    if let last {
      let change = Self.length(zip(dual, last.dual).map { $0 - $1 })
      let moved = Self.length(zip(coefficients, last.coefficients).map { $0 - $1 })
      if change > 0 { norm = max(norm, moved / change) }
    } else if norm == 0 {
      norm = Self.length(coefficients) / max(Self.length(dual), 1e-30)
    }
    last = (coefficients, dual)
    guard norm > 0, norm.isFinite else { return input }
    let step = 0.9 / (norm * weight)
    let next = project(zip(input, coefficients).map { $0 - step * $1 })
    let ahead = zip(next, input).map { 2 * $0 - $1 }
    input = next
    return ahead
  }

  /// Steps the multipliers up what splits and inequalities are off by.
  mutating func ascend(_ values: [Double]) {
    guard norm > 0, norm.isFinite else { return }
    let step = 0.9 * weight / norm
    for index in dual.indices where values[index].isFinite { dual[index] += step * values[index] }
    for index in 0..<splits { dual[index] = max(0, dual[index]) }
    Self.projectOntoSimplex(&dual[splits...])
    for index in input.indices { sums.input[index] += input[index] }
    for index in dual.indices { sums.dual[index] += dual[index] }
    count += 1
  }

  /// The mean since the last restart; where there was no step, what is at hand.
  var mean: (input: [Double], dual: [Double]) {
    guard count > 0 else { return (input, dual) }
    return (sums.input.map { $0 / count }, sums.dual.map { $0 / count })
  }

  /// Goes on from a point, with the weight that the way to it suggests.
  mutating func restart(at point: (input: [Double], dual: [Double])) {
    let moved = Self.length(zip(point.input, start.input).map { $0 - $1 })
    let change = Self.length(zip(point.dual, start.dual).map { $0 - $1 })
    if moved > 0, change > 0, (change / moved).isFinite {
      weight = Double.sqrt(weight * change / moved)
    }
    (input, dual) = point
    start = point
    sums = (input.map { _ in 0 }, dual.map { _ in 0 })
    count = 0
    last = nil
  }

  private static func length(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The nearest weights that are not negative and have the sum 1.
  private static func projectOntoSimplex(_ weights: inout ArraySlice<Double>) {
    guard weights.count > 1 else {
      for index in weights.indices { weights[index] = 1 }
      return
    }
    var (sum, threshold) = (0.0, 0.0)
    for (index, value) in weights.sorted(by: >).enumerated() {
      sum += value
      let next = (sum - 1) / Double(index + 1)
      if value > next { threshold = next }
    }
    for index in weights.indices { weights[index] = max(0, weights[index] - threshold) }
  }
}
