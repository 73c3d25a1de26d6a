import CPlateauKernels

/// The shape of a product of row-major blocks: `op(a)` is `[m, k]`, `op(b)` is `[k, n]`.
///
/// A stride is the distance between rows as stored, before any transposition.
package struct ProductShape {
  package let m: Int
  package let n: Int
  package let k: Int
  package let transposesA: Bool
  package let transposesB: Bool
  package let strideA: Int
  package let strideB: Int
  package let strideC: Int
  package let accumulates: Bool

  package init(
    m: Int, n: Int, k: Int, transposesA: Bool = false, transposesB: Bool = false,
    strideA: Int? = nil, strideB: Int? = nil, strideC: Int? = nil, accumulates: Bool = false
  ) {
    self.m = m
    self.n = n
    self.k = k
    self.transposesA = transposesA
    self.transposesB = transposesB
    self.strideA = strideA ?? (transposesA ? m : k)
    self.strideB = strideB ?? (transposesB ? k : n)
    self.strideC = strideC ?? n
    self.accumulates = accumulates
  }

  /// The shape as the kernels read it.
  var parameters: plateau_product {
    plateau_product(
      m: Int64(m), n: Int64(n), k: Int64(k), stride_a: Int64(strideA), stride_b: Int64(strideB),
      stride_c: Int64(strideC), transposes_a: transposesA ? 1 : 0,
      transposes_b: transposesB ? 1 : 0, accumulates: accumulates ? 1 : 0)
  }
}
