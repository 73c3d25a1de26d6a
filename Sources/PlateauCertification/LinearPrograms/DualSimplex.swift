/// The dual simplex method for bounded variables, on a dense tableau.
///
/// Every variable is an input, or the slack of a sum or condition. Those that are not basic lie at an end;
/// basic ones and t are affine functions of these: a row of the tableau each. It begins with t on one
/// sum and each input at the end where that sum is least, so that the value of t never exceeds the least,
/// and pivots until nothing is beyond an end.
///
/// Source: R. J. Vanderbei, "Linear Programming: Foundations and Extensions", 2014, chapters 5 and 9
/// (the dual simplex method, bounded variables).
struct DualSimplex<Number: ProgramNumber> {
  private enum Variable: Hashable {
    case input(Int)
    case sum(Int)
    case condition(Int)
  }

  private let program: LeafProgram<Number>
  private let columns: Int
  /// The variables that are not basic, and whether each is at its upper end.
  private var outside: [Variable] = []
  private var isUpper: [Bool] = []
  /// The basic ones, by row; the last row is t.
  private var basic: [Variable] = []
  /// Coefficients of what is not basic by row, and then of t.
  private var tableau: [Number] = []
  private var constants: [Number] = []

  init(_ program: LeafProgram<Number>) {
    self.program = program
    let inputs = program.lower.count
    columns = inputs + 1
    // The sum that is largest at the center is likely to matter.
    let center = zip(program.lower, program.upper).map { ($0 + $1) / 2 }
    func value(_ row: LeafProgram<Number>.Row) -> Number {
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

  private func ends(_ variable: Variable) -> (low: Number, high: Number?) {
    switch variable {
    case .input(let index): (program.lower[index], program.upper[index])
    case .sum, .condition: (0, nil)
    }
  }

  private func end(_ column: Int) -> Number {
    let ends = ends(outside[column])
    return isUpper[column] ? ends.high ?? ends.low : ends.low
  }

  private func value(_ row: Int) -> Number {
    (0..<columns).reduce(constants[row]) { sum, column in
      let coefficient = tableau[row * columns + column]
      return coefficient == 0 ? sum : sum + coefficient * end(column)
    }
  }

  /// Solves the program; in rational numbers it always comes to an end.
  ///
  /// - Parameters:
  ///   - pivots: The most pivots.
  ///   - isLate: Whether to give up.
  /// - Returns: nil where it came to no end.
  mutating func solve(pivots: Int, isLate: () -> Bool = { false }) -> LeafProgram<Number>.Solution?
  {
    let patience = 25 * (basic.count + 11)
    for step in 0..<pivots {
      if isLate() { return nil }
      // The first in order never come back to where they have been (Bland's rule).
      let isFirst = step > patience
      guard let (row, isAbove) = leaving(isFirst: isFirst) else { return solution(ray: nil) }
      guard let column = entering(row, isAbove: isAbove, isFirst: isFirst) else {
        return solution(ray: (row, isAbove))
      }
      pivot(row, column, isAbove: isAbove)
    }
    return nil
  }

  /// The basic variable that is furthest beyond an end, or the first in order that is; nil where none is.
  private func leaving(isFirst: Bool) -> (row: Int, isAbove: Bool)? {
    var found: (row: Int, isAbove: Bool)?
    var most = Number.excessTolerance
    for row in basic.indices {
      let (value, ends) = (value(row), ends(basic[row]))
      let below = ends.low - value
      let above = ends.high.map { value - $0 } ?? -1
      let excess = max(below, above) / max(1, constants[row].magnitude)
      guard excess > (isFirst ? Number.excessTolerance : most) else { continue }
      if isFirst, let found, number(basic[found.row]) < number(basic[row]) { continue }
      most = excess
      found = (row, above > below)
    }
    return found
  }

  /// What can bring a row back for the least loss: the first whose reduced cost reaches 0, of several the
  /// one with the largest rate, or the first in order.
  private func entering(_ row: Int, isAbove: Bool, isFirst: Bool) -> Int? {
    let objective = basic.count * columns
    var found: Int?
    var (least, size): (Number, Number) = (0, 0)
    for column in 0..<columns {
      let ends = ends(outside[column])
      if let high = ends.high, ends.low >= high { continue }
      let rate = tableau[row * columns + column] * (isAbove ? -1 : 1)
      let tolerance = Number.rateTolerance
      guard isUpper[column] ? rate < -tolerance : rate > tolerance else { continue }
      let ratio = tableau[objective + column].magnitude / rate.magnitude
      if let found {
        let isBetter =
          isFirst ? number(outside[column]) < number(outside[found]) : rate.magnitude > size
        guard ratio < least || ratio == least && isBetter else { continue }
      }
      (least, size, found) = (ratio, rate.magnitude, column)
    }
    return found
  }

  /// The place of a variable in their order.
  private func number(_ variable: Variable) -> Int {
    switch variable {
    case .input(let index): index
    case .sum(let index): program.lower.count + index
    case .condition(let index): program.lower.count + program.sums.count + index
    }
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

  private func solution(ray: (row: Int, isAbove: Bool)?) -> LeafProgram<Number>.Solution {
    var multipliers = [Number](repeating: 0, count: program.conditions.count)
    var weights = [Number](repeating: 0, count: program.sums.count)
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
      total > 0
      ? weights.map { $0 / total }
      : weights.map { _ in 1 / weights.reduce(0) { sum, _ in sum + 1 } }
    let value = value(basic.count)
    guard let ray else {
      return .init(point: point, value: value, multipliers: multipliers, weights: weights)
    }
    // What a row is off by, less multiples of conditions, is off everywhere in the box.
    multipliers = multipliers.map { _ in 0 }
    for column in 0..<columns {
      guard case .condition(let index) = outside[column] else { continue }
      let rate = tableau[ray.row * columns + column] * (ray.isAbove ? -1 : 1)
      multipliers[index] = max(0, -rate)
    }
    if case .condition(let index) = basic[ray.row] { multipliers[index] = 1 }
    return .init(point: nil, value: value, multipliers: multipliers, weights: weights)
  }

  /// The inputs where everything that is not basic is at its end.
  private var point: [Number] {
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
