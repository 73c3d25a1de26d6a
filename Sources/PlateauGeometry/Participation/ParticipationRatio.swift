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
  /// - Parameters:
  ///   - activities: Of shape `[examples, units]`.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: At least 1, at most the smaller of *units* and *examples* − 1, with a relative error
  ///   of about *examples* · 2⁻⁵³; nil where no unit changes.
  /// - Complexity: O(*examples* · *units* · min(*examples*, *units*))
  public static func of<Element: Scalar>(
    activities: Matrix<Element>, workers: Workers = Workers(threads: 1)
  ) -> Double? {
    let buffer = RowBuffer<Double>(capacity: activities.rows, columns: activities.columns)
    for (index, value) in activities.elements.enumerated() {
      buffer.pointer[index] = Double(value)
    }
    return of(centering: buffer, workers: workers)
  }

  /// The same, where the activities are not needed any more: the mean of each unit is taken off.
  package static func of(centering activities: RowBuffer<Double>, workers: Workers) -> Double? {
    let (rows, columns) = (activities.count, activities.columns)
    center(activities)
    let largest = Double.kernels.largestMagnitude(count: rows * columns, of: activities.pointer)
    guard largest > 0 else { return nil }
    Double.kernels.scale(count: rows * columns, values: activities.pointer, by: 1 / largest)
    let isWide = columns > rows
    let side = min(rows, columns)
    let product = RowBuffer<Double>(capacity: side, columns: side)
    // Blocks on and right of the diagonal.
    workers.run(count: side, by: 128) { range, _ in
      let start = range.lowerBound
      let first = activities.pointer + start * (isWide ? columns : 1)
      Double.kernels.gemm(
        first, first, into: product.row(start) + start,
        ProductShape(
          m: range.count, n: side - start, k: max(rows, columns), transposesA: !isWide,
          transposesB: isWide, strideA: columns, strideB: columns, strideC: side))
    }
    return ratio(ofUpper: product.pointer, side: side)
  }

  /// Takes the mean of each column off; exact zeros where a column is constant.
  private static func center(_ values: RowBuffer<Double>) {
    let (rows, columns) = (values.count, values.columns)
    var means = [Double](repeating: 0, count: columns)
    var isConstant = [Bool](repeating: true, count: columns)
    let first = values.pointer
    for row in 0..<rows {
      let values = values.row(row)
      for column in 0..<columns {
        means[column] += values[column]
        if values[column] != first[column] { isConstant[column] = false }
      }
    }
    for column in 0..<columns {
      means[column] = isConstant[column] && rows > 0 ? first[column] : means[column] / Double(rows)
    }
    for row in 0..<rows {
      let values = values.row(row)
      for column in 0..<columns { values[column] -= means[column] }
    }
  }

  /// (tr G)² / ‖G‖² of a symmetric matrix whose upper triangle is given; nil where it is zero.
  private static func ratio(ofUpper g: UnsafePointer<Double>, side: Int) -> Double? {
    var trace = 0.0
    var squares = 0.0
    for row in 0..<side {
      let diagonal = g[row * side + row]
      trace += diagonal
      squares += diagonal * diagonal
      for column in row + 1..<max(side, row + 1) {
        let value = g[row * side + column]
        squares += 2 * value * value
      }
    }
    return squares > 0 ? trace * trace / squares : nil
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
