/// The dual simplex method for bounded variables, on a dense tableau.
///
/// Every variable is an input, or the slack of a sum or condition. Those that are not basic lie at an end;
/// basic ones and t are affine functions of these: a row of the tableau each. It begins with t on one
/// sum and each input at the end where that sum is least, so that the value of t never exceeds the least,
/// and pivots until nothing is beyond an end.
///
/// Source: R. J. Vanderbei, "Linear Programming: Foundations and Extensions", 2014, chapters 5 and 9
/// (the dual simplex method, bounded variables).
struct DualSimplex {
  private enum Variable: Hashable {
    case input(Int)
    case sum(Int)
    case condition(Int)
  }

  private let program: LeafProgram
  private let columns: Int
  /// The variables that are not basic, and whether each is at its upper end.
  private var outside: [Variable] = []
  private var isUpper: [Bool] = []
  /// The basic ones, by row; the last row is t.
  private var basic: [Variable] = []
  /// Coefficients of what is not basic by row, and then of t.
  private var tableau: [Double] = []
  private var constants: [Double] = []

  init(_ program: LeafProgram) {
    self.program = program
    let inputs = program.lower.count
    columns = inputs + 1
    // The sum that is largest at the center is likely to matter.
    let center = zip(program.lower, program.upper).map { 0.5 * $0 + 0.5 * $1 }
    func value(_ row: LeafProgram.Row) -> Double {
      zip(row.coefficients, center).reduce(row.constant) { $0 + $1.0 * $1.1 }
    }
    let values = program.sums.map(value)
    let first = values.indices.max { values[$0] < values[$1] } ?? 0
    let base = program.sums[first]
    outside = (0..<inputs).map { .input($0) } + [.sum(first)]
    isUpper = base.coefficients.map { $0 < 0 } + [false]
    for (index, sum) in program.sums.enumerated() where index != first {
      basic.append(.sum(index))
      tableau += zip(base.coefficients, sum.coefficients).map { $0 - $1 } + [1]
      constants.append(base.constant - sum.constant)
    }
    for (index, condition) in program.conditions.enumerated() {
      basic.append(.condition(index))
      tableau += condition.coefficients + [0]
      constants.append(condition.constant)
    }
    tableau += base.coefficients + [1]
    constants.append(base.constant)
  }

  private func ends(_ variable: Variable) -> (low: Double, high: Double) {
    switch variable {
    case .input(let index): (program.lower[index], program.upper[index])
    case .sum, .condition: (0, .infinity)
    }
  }

  private func end(_ column: Int) -> Double {
    let ends = ends(outside[column])
    return isUpper[column] ? ends.high : ends.low
  }

  private func value(_ row: Int) -> Double {
    (0..<columns).reduce(constants[row]) { sum, column in
      let coefficient = tableau[row * columns + column]
      return coefficient == 0 ? sum : sum + coefficient * end(column)
    }
  }

  /// Solves the program.
  ///
  /// - Parameters:
  ///   - pivots: The most pivots.
  ///   - isLate: Whether to give up.
  /// - Returns: nil where it came to no end.
  mutating func solve(pivots: Int, isLate: () -> Bool = { false }) -> LeafProgram.Solution? {
    for _ in 0..<pivots {
      if isLate() { return nil }
      guard let (row, isAbove) = furthest() else { return solution(ray: nil) }
      guard let column = entering(row, isAbove: isAbove) else {
        return solution(ray: (row, isAbove))
      }
      pivot(row, column, isAbove: isAbove)
    }
    return nil
  }

  /// The basic variable that is furthest beyond an end; nil where none is.
  private func furthest() -> (row: Int, isAbove: Bool)? {
    var found: (row: Int, isAbove: Bool)?
    var most = 1.0
    for row in basic.indices {
      let (value, ends) = (value(row), ends(basic[row]))
      let size = 1e-9 * max(1, constants[row].magnitude)
      let below = (ends.low - value) / size
      let above = (value - ends.high) / size
      if max(below, above) > most {
        most = max(below, above)
        found = (row, above > below)
      }
    }
    return found
  }

  /// What can bring a row back for the least loss: the first whose reduced cost reaches 0.
  private func entering(_ row: Int, isAbove: Bool) -> Int? {
    let objective = basic.count * columns
    var found: Int?
    var (least, size) = (Double.infinity, 0.0)
    for column in 0..<columns {
      let ends = ends(outside[column])
      guard ends.low < ends.high else { continue }
      let rate = tableau[row * columns + column] * (isAbove ? -1 : 1)
      guard isUpper[column] ? rate < -1e-11 : rate > 1e-11 else { continue }
      let ratio = tableau[objective + column].magnitude / rate.magnitude
      if ratio < least || ratio == least && rate.magnitude > size {
        (least, size, found) = (ratio, rate.magnitude, column)
      }
    }
    return found
  }

  /// Exchanges a basic variable, which goes to the end that it is beyond, for one that is not.
  private mutating func pivot(_ row: Int, _ column: Int, isAbove: Bool) {
    let first = row * columns
    let factor = 1 / tableau[first + column]
    // outside = (basic − constant − Σ others) · factor.
    for index in 0..<columns { tableau[first + index] *= -factor }
    tableau[first + column] = factor
    constants[row] *= -factor
    tableau.withUnsafeMutableBufferPointer { tableau in
      for other in 0...basic.count where other != row {
        let start = other * columns
        let coefficient = tableau[start + column]
        guard coefficient != 0 else { continue }
        tableau[start + column] = 0
        for index in 0..<columns { tableau[start + index] += coefficient * tableau[first + index] }
        constants[other] += coefficient * constants[row]
      }
    }
    swap(&basic[row], &outside[column])
    isUpper[column] = isAbove
  }

  private func solution(ray: (row: Int, isAbove: Bool)?) -> LeafProgram.Solution {
    var multipliers = [Double](repeating: 0, count: program.conditions.count)
    var weights = [Double](repeating: 0, count: program.sums.count)
    let objective = basic.count * columns
    for column in 0..<columns {
      if case .sum(let index) = outside[column] {
        weights[index] = max(0, tableau[objective + column])
      }
      if case .condition(let index) = outside[column] {
        multipliers[index] = max(0, tableau[objective + column])
      }
    }
    let total = weights.reduce(0, +)
    weights =
      total > 0 ? weights.map { $0 / total } : weights.map { _ in 1 / Double(weights.count) }
    guard let ray else {
      return .init(point: point, multipliers: multipliers, weights: weights)
    }
    // What a row is off by, less multiples of conditions, is off everywhere in the box.
    multipliers = multipliers.map { _ in 0 }
    for column in 0..<columns {
      guard case .condition(let index) = outside[column] else { continue }
      let rate = tableau[ray.row * columns + column] * (ray.isAbove ? -1 : 1)
      multipliers[index] = max(0, -rate)
    }
    if case .condition(let index) = basic[ray.row] { multipliers[index] = 1 }
    return .init(point: nil, multipliers: multipliers, weights: weights)
  }

  /// The inputs where everything that is not basic is at its end.
  private var point: [Double] {
    var result = program.lower
    for column in 0..<columns {
      if case .input(let index) = outside[column] { result[index] = end(column) }
    }
    for row in basic.indices {
      if case .input(let index) = basic[row] {
        result[index] = min(max(value(row), program.lower[index]), program.upper[index])
      }
    }
    return result
  }
}
