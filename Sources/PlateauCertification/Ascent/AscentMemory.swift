import PlateauNumerics

/// What an ascent keeps for one stage: by row alphas, their moments, and the values that went through
/// the relaxation.
final class AscentMemory {
  /// Of each row, the lines that its coefficients have chosen.
  let block: RelaxationBlock
  /// Coefficients of what the stage makes.
  let coefficients: RowBuffer<Double>
  /// What the stage's operation makes of x*, without a bias.
  let entries: RowBuffer<Double>
  /// Alphas of lower and upper lines.
  let alphas: [RowBuffer<Double>]
  let means: [RowBuffer<Double>]
  let squares: [RowBuffer<Double>]

  init(capacity: Int, columns: Int) {
    func buffer() -> RowBuffer<Double> { RowBuffer(capacity: capacity, columns: columns) }
    block = RelaxationBlock(capacity: capacity, columns: columns, isLinear: true)
    (coefficients, entries) = (buffer(), buffer())
    alphas = [buffer(), buffer()]
    means = [buffer(), buffer()]
    squares = [buffer(), buffer()]
  }

  /// The bytes that a row takes for each unit.
  static var bytes: Int { 11 * MemoryLayout<Double>.stride }
}
