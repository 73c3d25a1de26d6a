#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A preallocated block of rows that passes read and write without allocating.
///
/// It has room for `capacity` rows, of which the first `count` are in use. The memory is aligned
/// to 64 bytes and starts as zeros. It is a reference, for one thread at a time.
public final class RowBuffer<Element: Scalar> {
  /// The number of rows there is room for.
  public let capacity: Int
  /// The number of values in a row.
  public let columns: Int
  /// The number of rows in use, at most `capacity`.
  public var count: Int {
    didSet { precondition(count >= 0 && count <= capacity, "more rows than there is room for") }
  }
  package let pointer: UnsafeMutablePointer<Element>
  private let memory: UnsafeMutableRawPointer

  /// Creates a buffer with every row in use and zero.
  public init(capacity: Int, columns: Int) {
    precondition(capacity >= 0 && columns >= 0, "a buffer has no negative side")
    self.capacity = capacity
    self.columns = columns
    count = capacity
    let size = max(1, capacity * columns)
    // Pages of zeros that the system hands out when they are first touched; 0 is all bits zero.
    guard let memory = calloc(1, size * MemoryLayout<Element>.stride + Self.alignment) else {
      preconditionFailure("the system has no more memory")
    }
    self.memory = memory
    pointer = memory.alignedUp(toMultipleOf: Self.alignment)
      .bindMemory(to: Element.self, capacity: size)
  }

  deinit {
    free(memory)
  }

  private static var alignment: Int { 64 }

  /// The value at a row and a column.
  public subscript(row: Int, column: Int) -> Element {
    get {
      check(row, column)
      return pointer[row * columns + column]
    }
    set {
      check(row, column)
      pointer[row * columns + column] = newValue
    }
  }

  @inline(__always)
  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < count && column >= 0 && column < columns, "index outside the buffer")
  }

  package func row(_ index: Int) -> UnsafeMutablePointer<Element> {
    pointer + index * columns
  }

  /// Copies rows of a matrix to the start of the buffer, which then has that many in use.
  ///
  /// - Precondition: the columns agree and the range has at most `capacity` rows.
  public func load(_ matrix: Matrix<Element>, rows range: Range<Int>) {
    precondition(matrix.columns == columns, "the columns must agree")
    count = range.count
    matrix.lend(from: range.lowerBound) { source in
      pointer.update(from: source, count: range.count * columns)
    }
  }

  /// The rows in use, copied into a matrix.
  public func matrix() -> Matrix<Element> {
    Matrix(
      rows: count, columns: columns,
      elements: Array(UnsafeBufferPointer(start: pointer, count: count * columns)))
  }
}
