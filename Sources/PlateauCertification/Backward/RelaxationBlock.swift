import CPlateauKernels
import PlateauNumerics

/// The lines of one stage, for up to `capacity` rows.
///
/// Each bounds a unit v of what the stage makes, behind its nonlinearity, by what its operation
/// makes of the source, o, without a bias: lowerSlope · o + lowerIntercept ≤ v, and the same from
/// above.
final class RelaxationBlock {
  let lowerSlopes: RowBuffer<Double>
  let upperSlopes: RowBuffer<Double>
  let lowerIntercepts: RowBuffer<Double>
  let upperIntercepts: RowBuffer<Double>
  /// What rounding takes, at most, from a bound for each unit of a coefficient's magnitude.
  let errors: RowBuffer<Double>
  /// What underflow takes from a bound in addition, by row.
  var slacks: [Double]
  /// The units with two different slopes, by row.
  var distinct: [[Int]]
  /// Whether the two lines are always one.
  let isLinear: Bool

  init(capacity: Int, columns: Int, isLinear: Bool) {
    func buffer() -> RowBuffer<Double> { RowBuffer(capacity: capacity, columns: columns) }
    (lowerSlopes, lowerIntercepts, errors) = (buffer(), buffer(), buffer())
    // Shared where they are always equal.
    upperSlopes = isLinear ? lowerSlopes : buffer()
    upperIntercepts = isLinear ? lowerIntercepts : buffer()
    slacks = Array(repeating: 0, count: capacity)
    distinct = Array(repeating: [], count: capacity)
    self.isLinear = isLinear
  }

  /// The lines of a row, as kernels read them.
  func lines(_ row: Int) -> plateau_lines {
    plateau_lines(
      lower_slope: lowerSlopes.row(row), upper_slope: upperSlopes.row(row),
      lower_intercept: lowerIntercepts.row(row), upper_intercept: upperIntercepts.row(row),
      error: errors.row(row))
  }

  /// Gives a row the lines of another.
  func copy(_ source: Int, to target: Int) {
    let buffers =
      [lowerSlopes, lowerIntercepts, errors] + (isLinear ? [] : [upperSlopes, upperIntercepts])
    for buffer in buffers {
      buffer.row(target).update(from: buffer.row(source), count: buffer.columns)
    }
    slacks[target] = slacks[source]
    distinct[target] = distinct[source]
  }
}
