import PlateauNumerics

/// What a search keeps for one stage: parameters of lines by row, their moments, and the signals
/// that went through them.
final class SearchMemory {
  let lines: LineBlock
  /// Coefficients of what the stage makes.
  let coefficients: RowBuffer<Double>
  /// What the stage's operation makes of x*, without a bias.
  let entries: RowBuffer<Double>
  /// Parameters of lower and upper lines.
  let parameters: [RowBuffer<Double>]
  let means: [RowBuffer<Double>]
  let squares: [RowBuffer<Double>]

  init(capacity: Int, columns: Int) {
    func buffer() -> RowBuffer<Double> { RowBuffer(capacity: capacity, columns: columns) }
    lines = LineBlock(capacity: capacity, columns: columns, isLinear: false)
    (coefficients, entries) = (buffer(), buffer())
    parameters = [buffer(), buffer()]
    means = [buffer(), buffer()]
    squares = [buffer(), buffer()]
  }

  /// The bytes that a row takes for each unit.
  static var bytes: Int { 13 * MemoryLayout<Double>.stride }
}
