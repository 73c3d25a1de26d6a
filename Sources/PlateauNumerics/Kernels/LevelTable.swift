package import CPlateauKernels

/// The kernels of the levels of the instruction set, which all give the same results.
package enum LevelTable {
  /// The kernels that this process runs.
  package static let current: plateau_level_table = {
    guard let table = table(at: ProcessorLevel.current.number) else {
      preconditionFailure("a level that does not run is never current")
    }
    return table
  }()

  /// The rows of linear bounds at the current level.
  package static let bounds: plateau_bounds = current.bounds.pointee
  /// The boxes that hold in real arithmetic at the current level.
  package static let enclosures: plateau_enclosures = current.enclosures.pointee
  /// The moves into balls and onto planes at the current level.
  package static let projections: plateau_projections = current.projections.pointee

  /// The kernels of a level of `plateau_levels.h`, or nil where this processor does not run it.
  package static func table(at level: Int32) -> plateau_level_table? {
    plateau_table_at(level)?.pointee
  }
}
