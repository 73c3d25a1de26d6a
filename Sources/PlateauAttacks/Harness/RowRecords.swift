public import PlateauNumerics

/// What moves with the rows of a trial when others leave.
protocol RowState: AnyObject {
  func move(_ row: Int, to target: Int)
}

extension RowBuffer: RowState {
  func move(_ row: Int, to target: Int) {
    self.row(target).update(from: self.row(row), count: columns)
  }
}

/// A record that an attack keeps for each example: numbers and flags with names and types.
///
/// Records move with the rows of the trial. A vector for each example has a
/// `RowBuffer` instead.
public final class RowRecords<Record: BitwiseCopyable>: RowState {
  /// The number of rows that there is room for.
  public let capacity: Int
  private let base: UnsafeMutablePointer<Record>

  init(capacity: Int, initially record: Record) {
    self.capacity = capacity
    base = .allocate(capacity: max(1, capacity))
    base.initialize(repeating: record, count: max(1, capacity))
  }

  deinit { base.deallocate() }

  /// The record of a row.
  ///
  /// - Precondition: The row is below the capacity.
  public subscript(row: Int) -> Record {
    get { pointer(row).pointee }
    _modify { yield &pointer(row).pointee }
  }

  /// Where the record of a row lies until rows leave.
  func pointer(_ row: Int) -> UnsafeMutablePointer<Record> {
    precondition((0..<capacity).contains(row), "a row is below the capacity")
    return base + row
  }

  func move(_ row: Int, to target: Int) { self[target] = self[row] }
}
