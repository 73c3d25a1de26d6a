/// The labels that an array holds.
struct ArrayLabels {
  /// The class of each example.
  let values: [Int]
  /// The number of classes that the array speaks of.
  let classCount: Int

  /// Reads labels.
  ///
  /// - Parameter y: Whole numbers from 0 on, of shape `[examples]` or `[examples, 1]`; or of shape
  ///   `[examples, classes]`, with a single 1 in each row.
  /// - Throws: `DataError` that has the index and the value.
  init(_ y: NPYArray) throws(DataError) {
    guard y.shape.count == 1 || y.shape.count == 2 else {
      throw DataError(
        .mismatch,
        "\(y.label) has the shape \(y.shape); labels are of shape [examples]. Reshape it.")
    }
    let columns = y.shape.count == 2 ? y.shape[1] : 1
    if columns > 1 {
      values = try Self.positions(y.doubles(), columns, y)
      classCount = columns
      return
    }
    let numbers = try y.integers()
    if let bad = numbers.firstIndex(where: { !(0..<NPZFile.mostClasses).contains($0) }) {
      throw DataError(
        .mismatch,
        "\(y.label) holds \(numbers[bad]) at index \(y.index(bad)); labels are whole numbers from 0 "
          + "to \(NPZFile.mostClasses - 1). Number the classes from 0.")
    }
    values = numbers
    classCount = (numbers.max() ?? 0) + 1
  }

  /// The place of the 1 in each row.
  private static func positions(
    _ numbers: [Double], _ columns: Int, _ y: NPYArray
  ) throws(DataError) -> [Int] {
    var positions: [Int] = []
    positions.reserveCapacity(numbers.count / columns)
    for start in stride(from: 0, to: numbers.count, by: columns) {
      let row = numbers[start..<start + columns]
      guard let place = row.firstIndex(of: 1), row.allSatisfy({ $0 == 0 || $0 == 1 }),
        row.reduce(0, +) == 1
      else {
        throw DataError(
          .mismatch,
          "\(y.label) has the shape \(y.shape), but row \(start / columns) is no label: a row has a "
            + "single 1 for the class, and 0 elsewhere. If these are scores, save "
            + "argmax(axis=1).")
      }
      positions.append(place - start)
    }
    return positions
  }
}
