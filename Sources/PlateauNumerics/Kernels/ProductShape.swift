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
}
