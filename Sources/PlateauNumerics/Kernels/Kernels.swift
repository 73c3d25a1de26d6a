package import CPlateauKernels

/// The operations on whole blocks of memory that one number type offers.
///
/// Methods over tables of functions, so that generic code pays one indirect call per block.
/// Matrices are stored row by row without padding; logits are `[rows, classes]`, and labels one for
/// each row. Nothing allocates, and what is written overlaps nothing but where a method allows it.
/// Orders of sums are in `plateau_kernels.h` and `plateau_products.h`.
public struct Kernels<Element: Scalar>: Sendable {
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Labels = UnsafePointer<Int32>
  package typealias Function = plateau_function

  // Constants, for any thread. Pointers alone: a struct that does not fit registers is passed with its
  // metadata, and to find that takes longer than a call.
  nonisolated(unsafe) let table: UnsafePointer<plateau_kernels>
  nonisolated(unsafe) let products: UnsafePointer<plateau_products>

  /// Makes the kernels from the tables of ``Element`` at some level.
  init(_ tables: plateau_number_tables) { (table, products) = (tables.kernels, tables.products) }
}
