extension ScaledRows {
  /// Turns the rows against each other until all are orthogonal: their lengths are then the
  /// singular values.
  ///
  /// One-sided Jacobi rotations. Unlike a bidiagonalization they respect the scales of the rows:
  /// with A = D·B, where D is diagonal and the rows of B have length 1, every singular value has a
  /// relative error of about *n* · 2⁻⁵³ · κ(B), whatever D; small ones are not drowned by large
  /// ones. A row that cancels to below *n* · 2⁻⁵² of what it was made from is nothing but rounding,
  /// and becomes exactly 0.
  ///
  /// - Returns: Whether the rotations converged; after 60 sweeps they are given up.
  /// - Complexity: O(*rows*² · *columns*) for each of about 6 sweeps.
  ///
  /// Source: J. Demmel and K. Veselić, "Jacobi's Method is More Accurate than QR", 1992,
  /// section 4.
  @discardableResult
  package func orthogonalize() -> Bool {
    let tolerance = Double(columns) * 0x1p-53
    for index in 0..<count { measure(index) }
    for _ in 0..<60 {
      var isSettled = true
      for first in 0..<count {
        for second in first + 1..<max(count, first + 1)
        where turn(first, second, tolerance: tolerance) {
          isSettled = false
        }
      }
      if isSettled { return true }
    }
    return false
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

  private func product(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for column in 0..<columns { sum += a[column] * b[column] }
    return sum
  }

  /// Makes two rows orthogonal unless they are; returns whether it had to.
  private func turn(_ first: Int, _ second: Int, tolerance: Double) -> Bool {
    let (large, small) = isShorter(first, second) ? (second, first) : (first, second)
    let (a, b) = (squares[large], squares[small])
    guard a > 0 && b > 0 else { return false }
    let (x, y) = (row(large), row(small))
    let c = product(x, y)
    // False where either is not finite.
    guard c.magnitude > tolerance * (a * b).squareRoot() else { return false }
    // In units of the larger row's scale the smaller one is y · s, and s may be 0. The tangent of
    // the angle is ratio · s; the ratio itself never underflows.
    let s = Double.powerOfTwo(exponents[small] - exponents[large])
    let difference = b * s * s - a
    let cross = 2 * c * s
    let root = (difference * difference + cross * cross).squareRoot()
    let ratio = 2 * c / (difference <= 0 ? difference - root : difference + root)
    let tangent = ratio * s
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let pull = cosine * tangent * s
    let push = cosine * ratio
    for column in 0..<columns {
      let (u, v) = (x[column], y[column])
      x[column] = cosine * u - pull * v
      y[column] = push * u + cosine * v
    }
    let origin = origins[large]
    origins[large] = cosine * cosine * origin + pull * pull * origins[small]
    origins[small] = push * push * origin + cosine * cosine * origins[small]
    measure(large)
    measure(small)
    let noise = Double(columns) * 0x1p-52
    if squares[small] < noise * noise * origins[small] {
      y.update(repeating: 0, count: columns)
      squares[small] = 0
      origins[small] = 0
      exponents[small] = 0
    }
    return true
  }
}
