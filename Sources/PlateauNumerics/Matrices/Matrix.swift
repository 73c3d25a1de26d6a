/// A dense matrix of `Float` or `Double`, stored row by row in one buffer.
///
/// A batch of examples is a matrix of shape `[examples, features]`.
public struct Matrix<Element: Scalar>: Sendable, Hashable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row, of count `rows * columns`.
  public var elements: [Element]

  /// Creates a matrix from its elements, row by row.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    precondition(elements.count == rows * columns, "the elements must fill the matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix with the same value everywhere.
  public init(rows: Int, columns: Int, repeating value: Element = 0) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// The element at a row and a column.
  public subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row.
  public func row(_ index: Int) -> ArraySlice<Element> {
    elements[index * columns..<(index + 1) * columns]
  }

  /// The rows of a range, copied.
  ///
  /// - Complexity: O(*range* · *columns*)
  public func rows(_ range: Range<Int>) -> Matrix {
    Matrix(
      rows: range.count, columns: columns,
      elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// The rows at the given indices, copied, in the order given.
  ///
  /// - Complexity: O(*indices* · *columns*)
  public func rows(at indices: [Int]) -> Matrix {
    var result: [Element] = []
    result.reserveCapacity(indices.count * columns)
    for index in indices { result.append(contentsOf: row(index)) }
    return Matrix(rows: indices.count, columns: columns, elements: result)
  }

  /// The same values in another type, rounded to nearest.
  public func converted<Other: Scalar>(to type: Other.Type = Other.self) -> Matrix<Other> {
    if let same = self as? Matrix<Other> { return same }
    return Matrix<Other>(rows: rows, columns: columns, elements: elements.map { Other($0) })
  }
}
