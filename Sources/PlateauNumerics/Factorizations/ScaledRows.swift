import CPlateauKernels

/// Memory for rows of doubles, each with a power of two of its own, and what is done with them.
///
/// Row *i* is `values[i · stride] · 2^exponents[i]`, and zero past its columns. It is a reference,
/// for one thread at a time.
package final class ScaledRows {
  package let capacity: Int
  package let columns: Int
  /// The distance between rows in memory.
  package let stride: Int
  package let values: UnsafeMutablePointer<Double>
  package let exponents: UnsafeMutablePointer<Int>
  /// The rows in use.
  package var count: Int
  /// Squared lengths of the mantissas, while rows are turned against each other.
  let squares: UnsafeMutablePointer<Double>
  /// Squared lengths of what each row was made from, in its own scale: rounding is relative to them.
  let origins: UnsafeMutablePointer<Double>

  package init(capacity: Int, columns: Int) {
    self.capacity = capacity
    self.columns = columns
    count = capacity
    stride = Int(plateau_row_stride(Int64(columns)))
    values = FactorizationMemory.allocate(capacity * stride)
    exponents = .allocate(capacity: max(1, capacity))
    exponents.initialize(repeating: 0, count: max(1, capacity))
    squares = FactorizationMemory.allocate(capacity)
    origins = FactorizationMemory.allocate(capacity)
  }

  deinit {
    FactorizationMemory.free(values)
    exponents.deallocate()
    FactorizationMemory.free(squares)
    FactorizationMemory.free(origins)
  }

  package func row(_ index: Int) -> UnsafeMutablePointer<Double> { values + index * stride }

  /// Takes the rows of another block.
  func load(_ other: ScaledRows) {
    precondition(other.columns == columns && other.count <= capacity, "the rows must fit")
    count = other.count
    values.update(from: other.values, count: count * stride)
    exponents.update(from: other.exponents, count: count)
    origins.update(from: other.origins, count: count)
  }

  /// Normalizes a row that was just set: it is its own origin.
  func settle(_ index: Int) {
    normalize(index)
    origins[index] = squaredLength(index)
  }

  func squaredLength(_ index: Int) -> Double {
    LevelTable.factorizations.dot(count: stride, row(index), row(index))
  }

  /// Moves the power of two of a row's largest magnitude into its exponent, exactly.
  ///
  /// Only numbers that are below the largest by a factor of 2¹⁰²² are flushed.
  package func normalize(_ index: Int) {
    let row = row(index)
    let largest = Double.kernels.largestMagnitude(count: columns, of: row)
    guard largest > 0 && largest.isFinite else { return }
    let order = Int(largest.exponent)
    guard order != 0 else { return }
    // In two steps, since the factor itself may overflow.
    let half = -order / 2
    let (first, second) = (Double.powerOfTwo(half), Double.powerOfTwo(-order - half))
    for column in 0..<columns { row[column] = row[column] * first * second }
    origins[index] = origins[index] * first * second * first * second
    exponents[index] += order
  }

  /// Sets a row to a combination of other rows.
  ///
  /// - Parameters:
  ///   - index: The row that is set.
  ///   - coefficients: A factor for each row of `source`.
  ///   - source: The rows that are combined; another block.
  package func combine(
    _ index: Int, _ coefficients: UnsafePointer<ScaledValue>, _ source: ScaledRows
  ) {
    let target = row(index)
    target.clear(count: columns)
    origins[index] = 0
    var order = Int.min
    // A zero has no scale that others could be measured by.
    func counts(_ term: Int) -> Bool {
      coefficients[term].significand != 0 && source.origins[term] != 0
    }
    for term in 0..<source.count where counts(term) {
      order = max(order, coefficients[term].exponent + source.exponents[term])
    }
    exponents[index] = order == Int.min ? 0 : order
    guard order > Int.min else { return }
    for term in 0..<source.count where counts(term) {
      let coefficient = coefficients[term]
      let shift = coefficient.exponent + source.exponents[term] - order
      let factor = coefficient.significand * Double.powerOfTwo(shift)
      guard factor != 0 else { continue }
      LevelTable.factorizations.add(count: stride, source.row(term), times: factor, to: target)
      origins[index] += factor * factor * source.origins[term]
    }
    normalize(index)
  }
}
