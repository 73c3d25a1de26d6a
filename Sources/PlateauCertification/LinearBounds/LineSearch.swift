import PlateauNumerics

/// What improves lower bounds of functionals by choosing other lines for each row.
protocol LineSearch: AnyObject {
  /// How to search.
  var settings: SlopeOptimization { get }
  /// The rows that are improved.
  var rows: BackwardRows { get }
  /// The rows that there is room for.
  var capacity: Int { get }
  /// The best bounds by row; those at first are there before a search begins.
  var best: RowBuffer<Double> { get }

  /// Takes the lines that an example's unit can have.
  func set(_ lines: LineFamilies, stage: Int, _ place: Int)

  /// Improves ``best`` by a number of steps.
  ///
  /// - Parameters:
  ///   - pass: The bounds of values and the lines to begin with.
  ///   - steps: The number of changes of the lines.
  ///   - begin: Writes the rows, and returns the value of which they are functionals, or that of
  ///     the stage behind whose operation they begin.
  func run(
    _ pass: LinearPass, steps: Int, begin: (BackwardRows) -> (value: Int, isOperation: Bool))
}
