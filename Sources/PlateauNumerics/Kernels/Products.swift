import CPlateauKernels

/// Products of matrices at one level.
///
/// Every element is the sequential fused sum, the same at every level; see `plateau_products.h`.
package struct Products: Sendable {
  /// Those of the level in use.
  package static let current = Products(.current)

  private let table: plateau_products

  /// Takes the products of a level.
  ///
  /// - Precondition: This processor runs it.
  package init(_ level: ProcessorLevel) {
    guard let table = plateau_products_at(level.number) else {
      preconditionFailure("this processor does not run \(level)")
    }
    self.table = table.pointee
  }

  /// c ← op(a) · op(b), or with that added to c, in single precision.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_f32(&shape, a, b, c)
  }

  /// The same in double precision.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_f64(&shape, a, b, c)
  }
}
