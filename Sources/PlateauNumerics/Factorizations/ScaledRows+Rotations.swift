import CPlateauKernels

extension ScaledRows {
  /// Turns the rows against each other until all are orthogonal: their lengths are then the
  /// singular values.
  ///
  /// One-sided Jacobi rotations. Unlike a bidiagonalization they respect the scales of the rows:
  /// with A = D·B, where D is diagonal and the rows of B have length 1, every singular value has a
  /// relative error of about *n* · 2⁻⁵³ · κ(B), whatever D; small ones are not drowned by large
  /// ones. A row that cancels to below *n* · 2⁻⁵² of what it was made from is nothing but rounding,
  /// and becomes exactly 0. The powers of two of the others are then such that squared lengths are in
  /// [1, 4).
  ///
  /// - Returns: Whether the rotations converged; after 60 sweeps they are given up.
  /// - Complexity: O(*rows*² · *columns*) for each of about 6 sweeps.
  ///
  /// Source: J. Demmel and K. Veselić, "Jacobi's Method is More Accurate than QR", 1992,
  /// section 4.
  @discardableResult
  package func orthogonalize() -> Bool {
    for index in 0..<count { normalize(index) }
    var rows = plateau_rows(
      count: Int64(count), columns: Int64(columns), stride: Int64(stride), values: values,
      exponents: exponents, squares: squares, origins: origins)
    return LevelTable.factorizations.orthogonalize(&rows, sweeps: 60)
  }

  /// The lengths of the rows, in descending order; NaN where a row is not finite.
  package func lengths(into result: UnsafeMutablePointer<ScaledValue>) {
    for index in 0..<count {
      let length = ScaledValue(squaredLength(index).squareRoot(), exponent: exponents[index])
      var place = index
      while place > 0 && result[place - 1] < length {
        result[place] = result[place - 1]
        place -= 1
      }
      result[place] = length
    }
  }

  /// The indices of the rows, from the longest to the shortest.
  package func order(into ranks: UnsafeMutablePointer<Int>) {
    for index in 0..<count {
      measure(index)
      var place = index
      while place > 0 && isShorter(ranks[place - 1], index) {
        ranks[place] = ranks[place - 1]
        place -= 1
      }
      ranks[place] = index
    }
  }

  private func isShorter(_ a: Int, _ b: Int) -> Bool {
    guard squares[a] != 0 && squares[b] != 0 else { return squares[a] < squares[b] }
    return exponents[a] < exponents[b]
      || (exponents[a] == exponents[b] && squares[a] < squares[b])
  }

  /// Normalizes a row and stores its squared length.
  private func measure(_ index: Int) {
    normalize(index)
    squares[index] = squaredLength(index)
  }
}
