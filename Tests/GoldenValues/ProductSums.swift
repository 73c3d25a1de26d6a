import PlateauNumerics

/// What tests assume of the products of the system's BLAS, measured instead of believed.
///
/// It holds of OpenBLAS' kernels for AVX2, which Plateau asks for on every processor that has it;
/// not of those that `OPENBLAS_CORETYPE` can force.
package enum ProductSums {
  /// Whether a row of a product in Double has the same bits in every batch of an even number of rows;
  /// batches with an odd one are evened out by passes.
  package static let areIndependentOfRows: Bool = {
    var generator = SeededGenerator(seed: 41)
    for n in 1...13 {
      for k in [3, 4, 6, 9, 10, 12, 13, 16, 20, 32] {
        let a = (0..<40 * k).map { _ in generator.uniform(-1, 1) }
        let b = (0..<n * k).map { _ in generator.uniform(-1, 1) }
        let all = rows(of: a, b, n: n, k: k, by: 40)
        guard [2, 4, 8, 10, 20].allSatisfy({ rows(of: a, b, n: n, k: k, by: $0) == all })
        else { return false }
      }
    }
    return true
  }()

  /// The product of 40 rows with the transpose of `b`, some rows at a time.
  private static func rows(
    of a: [Double], _ b: [Double], n: Int, k: Int, by size: Int
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: 40 * n)
    for first in stride(from: 0, to: 40, by: size) {
      let part = Array(a[first * k..<(first + size) * k])
      var product = Array(repeating: 0.0, count: size * n)
      Double.kernels.gemm(
        part, b, &product, ProductShape(m: size, n: n, k: k, transposesB: true))
      result.replaceSubrange(first * n..<(first + size) * n, with: product)
    }
    return result
  }
}
