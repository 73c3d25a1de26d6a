public import PlateauNumerics

/// How differently a layer responds to every two of some stimuli: 1 − Pearson correlation.
///
/// 0 for activities that are equal up to a shift and a positive factor, 1 for uncorrelated ones, 2 for
/// opposite ones. Every pair with a stimulus to which all units respond equally has 1: such a vector has
/// no pattern that anything could agree with, and its correlation is 0/0. The diagonal is always 0.
///
/// Source: N. Kriegeskorte, M. Mur and P. Bandettini, "Representational similarity analysis –
/// connecting the branches of systems neuroscience", 2008, step 2.
public struct DissimilarityMatrix: Sendable, Hashable {
  /// The dissimilarities, symmetric, of shape `[stimuli, stimuli]`, in 0...2.
  ///
  /// The absolute error is about *units* · 2⁻⁵³.
  public let values: Matrix<Double>
  /// The class of the stimulus in each row, ascending where rows are ordered by class.
  public let labels: [Int]
  /// The index of each row's stimulus among those that were given.
  public let order: [Int]

  /// Compares the activities of every two stimuli.
  ///
  /// - Parameters:
  ///   - activities: Finite activities, of shape `[stimuli, units]`.
  ///   - labels: The class of each stimulus.
  ///   - ordersByClass: Whether rows are ordered by class, and within a class as they are given.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Complexity: O(*stimuli*² · *units*), as one product.
  public init<Element: Scalar>(
    of activities: Matrix<Element>, labels: [Int], ordersByClass: Bool = true, workers: Workers
  ) {
    precondition(labels.count == activities.rows, "each stimulus has a class")
    let indices = Array(0..<labels.count)
    // Sorting by pairs keeps the given order within a class.
    let order =
      ordersByClass ? indices.sorted { (labels[$0], $0) < (labels[$1], $1) } : indices
    self.order = order
    self.labels = order.map { labels[$0] }
    let patterns = RowBuffer<Double>(capacity: order.count, columns: activities.columns)
    var isFlat = [Bool](repeating: false, count: order.count)
    for (row, index) in order.enumerated() {
      isFlat[row] = !Self.center(activities.row(index), into: patterns.row(row))
    }
    values = Self.dissimilarities(patterns, isFlat, workers)
  }

  /// Brings a vector to mean 0 and length 1; returns false, and zeros, if all its values are equal.
  private static func center<Element: Scalar>(
    _ vector: ArraySlice<Element>, into target: UnsafeMutablePointer<Double>
  ) -> Bool {
    let count = vector.count
    guard let first = vector.first, vector.contains(where: { $0 != first }) else {
      target.clear(count: count)
      return false
    }
    // Relative to the largest magnitude, so that no square under- or overflows.
    let largest = Double(vector.reduce(0) { max($0, $1.magnitude) })
    for (index, value) in vector.enumerated() { target[index] = Double(value) / largest }
    let values = UnsafeMutableBufferPointer(start: target, count: count)
    let mean = values.reduce(0, +) / Double(count)
    for index in 0..<count { values[index] -= mean }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for index in 0..<count { values[index] /= length }
    return true
  }

  private static var blockSize: Int { 128 }

  private static func dissimilarities(
    _ patterns: RowBuffer<Double>, _ isFlat: [Bool], _ workers: Workers
  ) -> Matrix<Double> {
    let count = patterns.capacity
    let result = RowBuffer<Double>(capacity: count, columns: count)
    // Blocks on and right of the diagonal; the rest is their mirror image.
    workers.run(count: count, by: blockSize) { range, _ in
      let start = range.lowerBound
      Double.kernels.gemm(
        patterns.row(start), patterns.row(start), into: result.row(start) + start,
        ProductShape(
          m: range.count, n: count - start, k: patterns.columns, transposesB: true, strideC: count))
      for row in range {
        let values = result.row(row)
        values[row] = 0
        for column in row + 1..<max(count, row + 1) {
          values[column] =
            isFlat[row] || isFlat[column] ? 1 : max(0, min(2, 1 - values[column]))
        }
      }
    }
    for row in 0..<count {
      for column in 0..<row { result.pointer[row * count + column] = result.row(column)[row] }
    }
    return result.matrix()
  }
}
