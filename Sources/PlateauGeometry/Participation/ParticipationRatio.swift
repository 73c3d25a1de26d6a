public import PlateauNumerics

/// How many of some non-negative numbers matter: (Σ a)² / Σ a².
///
/// It is the number of those that are not zero if they are equal, and 1 if one outweighs all others.
/// Applied to squared singular values or to eigenvalues it counts dimensions, and measures in between.
///
/// Source: P. Gao et al., "A theory of multineuronal dimensionality, dynamics and measurement",
/// 2017, where it measures the dimensionality of a covariance.
public enum ParticipationRatio {
  /// That of some weights, such as the eigenvalues of a covariance.
  ///
  /// - Parameter weights: Finite and not negative.
  /// - Returns: From 1 to the number of weights; nil where all are zero.
  public static func of(weights: [Double]) -> Double? {
    guard let largest = weights.max(), largest > 0 else { return nil }
    var sum = 0.0
    var squares = 0.0
    for weight in weights {
      sum += weight / largest
      squares += (weight / largest) * (weight / largest)
    }
    return sum * sum / squares
  }

  /// That of squared singular values, (Σ σ²)² / Σ σ⁴; nil where all are zero.
  public static func of(singularValues: [ScaledValue]) -> Double? {
    guard let largest = singularValues.max(), largest.significand > 0 else { return nil }
    return of(
      weights: singularValues.map {
        let ratio = ($0 / largest).value
        return ratio * ratio
      })
  }

  /// That of the eigenvalues of the covariance of activities: the dimensions that they fill.
  ///
  /// It is (tr C)² / ‖C‖², with the Frobenius norm: no eigenvalue is computed. The smaller of the
  /// products of units and of examples is taken, whose non-zero eigenvalues are the same.
  ///
  /// - Parameter activities: Of shape `[examples, units]`.
  /// - Returns: At least 1, at most the smaller of *units* and *examples* − 1, with a relative error
  ///   of about *examples* · 2⁻⁵³; nil where no unit changes.
  /// - Complexity: O(*examples* · *units* · min(*examples*, *units*))
  public static func of<Element: Scalar>(activities: Matrix<Element>) -> Double? {
    let centered = activities.converted(to: Double.self).centeredColumns()
    let (rows, columns) = (centered.rows, centered.columns)
    let largest = centered.elements.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return nil }
    let buffer = RowBuffer<Double>(capacity: rows, columns: columns)
    buffer.load(centered, rows: 0..<rows)
    Double.kernels.scale(Int64(rows * columns), buffer.pointer, 1 / largest)
    let isWide = columns > rows
    let side = min(rows, columns)
    let product = RowBuffer<Double>(capacity: side, columns: side)
    Double.kernels.gemm(
      buffer.pointer, buffer.pointer, product.pointer,
      ProductShape(
        m: side, n: side, k: max(rows, columns), transposesA: !isWide, transposesB: isWide))
    return ratio(ofProduct: product.pointer, side: side)
  }

  /// (tr G)² / ‖G‖² of a symmetric matrix; nil where it is zero.
  static func ratio<Element: Scalar>(ofProduct g: UnsafePointer<Element>, side: Int) -> Double? {
    var trace = 0.0
    var squares = 0.0
    for row in 0..<side {
      trace += Double(g[row * side + row])
      for column in 0..<side {
        let value = Double(g[row * side + column])
        squares += value * value
      }
    }
    return squares > 0 ? trace * trace / squares : nil
  }
}

extension Matrix where Element == Double {
  /// The matrix with the mean of each column taken off; exact zeros where a column is constant.
  fileprivate func centeredColumns() -> Matrix {
    var result = self
    for column in 0..<columns {
      var sum = 0.0
      var isConstant = true
      for row in 0..<rows {
        sum += self[row, column]
        if self[row, column] != self[0, column] { isConstant = false }
      }
      let mean = isConstant && rows > 0 ? self[0, column] : sum / Double(rows)
      for row in 0..<rows { result[row, column] -= mean }
    }
    return result
  }
}
