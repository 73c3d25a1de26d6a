import CPlateauKernels

extension Kernels {
  /// Multiplies: `c` ← op(a) · op(b), or with that added to `c`, as the shape says.
  package func gemm(_ a: In, _ b: In, into c: Out, _ shape: ProductShape) {
    withUnsafePointer(to: shape.parameters) { products.pointee.multiply($0, a, b, c) }
  }

  /// The number of elements of a packed b of `n` columns and `k` rows.
  package func packedSize(n: Int, k: Int) -> Int {
    Int(products.pointee.packed_size(Int64(n), Int64(k)))
  }

  /// Packs b for many products; of the shape n, k and how b is stored are read.
  ///
  /// - Precondition: `packed` is aligned to 64 bytes.
  package func pack(_ b: In, into packed: Out, _ shape: ProductShape) {
    withUnsafePointer(to: shape.parameters) { products.pointee.pack($0, b, packed) }
  }

  /// Multiplies by a packed b: the same bits as with b itself.
  package func gemm(_ a: In, packed: In, into c: Out, _ shape: ProductShape) {
    withUnsafePointer(to: shape.parameters) {
      products.pointee.multiply_packed($0, a, packed, c)
    }
  }
}
