extension Matrix {
  /// The singular values of the matrix with each row multiplied by a power of two, in descending
  /// order.
  ///
  /// Up to 32 rows each has a relative error of about `rows` · u · κ, where u is 2⁻⁵³ for `Double`
  /// and 2⁻²⁴ for `Float`, and κ is the condition of the matrix with every row scaled to length 1:
  /// it does not matter how unequal the rows are. With more rows the error is a few units of 2⁻⁵³ times
  /// the largest. The bits are the same on every processor. All are NaN where an element is not
  /// finite.
  ///
  /// - Parameter exponents: The power of two of each row; 0 by default.
  /// - Returns: min(`rows`, `columns`) values.
  /// - Complexity: O(*rows*² · *columns*)
  ///
  /// Source: J. Demmel and K. Veselić, "Jacobi's Method is More Accurate than QR", 1992; for more
  /// rows G. Golub and W. Kahan, "Calculating the Singular Values and Pseudo-Inverse of a Matrix",
  /// 1965, with bisection.
  public func singularValues(exponents: [Int]? = nil) -> [ScaledValue] {
    precondition(exponents == nil || exponents?.count == rows, "each row has an exponent")
    let solver = SingularValues<Element>(rows: rows, columns: columns)
    let orders = exponents?.map { Int64($0) } ?? Array(repeating: 0, count: rows)
    var result = [ScaledValue](repeating: .zero, count: solver.count)
    guard solver.count > 0 else { return result }
    solver.compute(elements, orders, into: &result)
    return result
  }
}
