package import CPlateauKernels

/// The kernels of the levels of the instruction set, which all give the same results.
package enum LevelTable {
  /// The kernels that this process runs.
  package static let current = table(at: .current)

  /// The rows of linear bounds at the current level.
  package static let bounds: plateau_bounds = current.bounds.pointee
  /// The boxes that hold in real arithmetic at the current level.
  package static let enclosures: plateau_enclosures = current.enclosures.pointee
  /// The moves into balls and onto planes at the current level.
  package static let projections: plateau_projections = current.projections.pointee
  /// The vectors of searches at the current level.
  package static let searches: plateau_searches = current.searches.pointee
  /// The factorizations of matrices at the current level.
  package static let factorizations: plateau_factorizations = current.factorizations.pointee

  /// Returns the kernels of a level.
  ///
  /// - Precondition: This processor runs it.
  package static func table(at level: ProcessorLevel) -> plateau_level_table {
    guard let table = plateau_table_at(level.number) else {
      preconditionFailure("this processor does not run \(level)")
    }
    return table.pointee
  }
}
