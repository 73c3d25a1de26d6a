import CPlateauKernels

/// Products of matrices at one level.
///
/// Every element is a sum of chains of 512 fused products, the same at every level; see
/// `plateau_products.h`.
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
}

// MARK: - Single precision

extension Products {
  /// c ← op(a) · op(b), or with that added to c, in single precision.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_f32(&shape, a, b, c)
  }

  /// The number of elements of a packed b.
  package func packedSize(columns n: Int, rows k: Int, of type: Float.Type) -> Int {
    Int(table.packed_size_f32(Int64(n), Int64(k)))
  }

  /// Packs b for many products.
  package func pack(
    _ b: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.pack_f32(&shape, b, packed)
  }

  /// The product with a packed b.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Float>, packed: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_packed_f32(&shape, a, packed, c)
  }
}

// MARK: - Double precision

extension Products {
  /// c ← op(a) · op(b), or with that added to c, in double precision.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_f64(&shape, a, b, c)
  }

  /// The number of elements of a packed b.
  package func packedSize(columns n: Int, rows k: Int, of type: Double.Type) -> Int {
    Int(table.packed_size_f64(Int64(n), Int64(k)))
  }

  /// Packs b for many products.
  package func pack(
    _ b: UnsafePointer<Double>, _ packed: UnsafeMutablePointer<Double>, _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.pack_f64(&shape, b, packed)
  }

  /// The product with a packed b.
  @inline(__always)
  package func multiply(
    _ a: UnsafePointer<Double>, packed: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>,
    _ shape: ProductShape
  ) {
    var shape = shape.parameters
    table.multiply_packed_f64(&shape, a, packed, c)
  }
}
