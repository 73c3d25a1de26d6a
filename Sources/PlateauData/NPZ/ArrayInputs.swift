import PlateauNumerics

/// The inputs that an array holds, in the order of a network, and how an example of them lies.
struct ArrayInputs<Element: Scalar> {
  /// The values: of images channels, then rows, then columns.
  let values: [Element]
  let shape: InputShape
  let arrangement: InputArrangement
  /// What was changed in reading them, and what looks odd, in sentences.
  let notes: [String]

  /// Reads inputs.
  ///
  /// - Parameters:
  ///   - x: The array.
  ///   - format: The range of every value, and the shapes that are taken.
  ///   - isOfAnyRange: Whether all finite numbers are inputs, those outside the range, too.
  /// - Throws: `DataError` where the shape or type is not read, or a value lies outside the bounds by
  ///   more than rounding: the message has its index, and what to do.
  init(_ x: NPYArray, _ format: ArrayFormat, isOfAnyRange: Bool = false) throws(DataError) {
    let sides = x.shape
    guard sides.count >= 2, sides.dropFirst().allSatisfy({ $0 > 0 }) else { throw Self.other(x) }
    let example = Array(sides.dropFirst())
    guard let reading = format.reading(of: example) else {
      guard let wanted = format.shape, wanted.count == example.reduce(1, *) else {
        throw Self.other(x)
      }
      // As many values in another order would go unnoticed.
      throw DataError(
        .mismatch,
        "\(x.label) has the shape \(sides), but the model takes "
          + "\(wanted.sides.count > 1 ? "images" : "inputs") of \(wanted): \(format.shapesText). "
          + "Transpose it.")
    }
    var notes: [String] = []
    let read = try Self.values(x, format, isOfAnyRange, &notes)
    self.notes = notes
    values = reading.arrangement.networkOrder(read)
    (shape, arrangement) = (reading.shape, reading.arrangement)
  }

  private static func other(_ x: NPYArray) -> DataError {
    DataError(
      .mismatch,
      "\(x.label) has the shape \(x.shape); inputs are of shape [examples, features], "
        + "[examples, height, width] or [examples, channels, height, width]. Reshape it.")
  }

  // MARK: - Values

  private static func values(
    _ x: NPYArray, _ format: ArrayFormat, _ isOfAnyRange: Bool, _ notes: inout [String]
  ) throws(DataError) -> [Element] {
    if format.isUnitRange {
      if x.type == .uint8 { return scaled(x.rowMajorBytes()) }
      guard x.type.isFloatingPoint || x.type == .boolean else {
        throw DataError(
          .mismatch,
          "\(x.label) holds \(x.type.name); inputs are floating-point numbers in [0, 1], or uint8 "
            + "from 0 to 255. "
            + (format.allowsOtherBounds
              ? "Give the range of its values, such as --bounds 0,255, or convert it with "
                + "astype('uint8')." : "Convert it with astype('uint8')."))
      }
    }
    var values = x.values(as: Element.self)
    let origin = InputRange.Origin(x)
    let range = InputRange(format.bounds, isFixed: !format.allowsOtherBounds)
    if isOfAnyRange {
      try range.requireFinite(values, from: origin)
    } else {
      notes = try range.clip(&values, from: origin)
    }
    return values
  }

  /// Bytes divided by 255.
  private static func scaled(_ bytes: [UInt8]) -> [Element] {
    if Element.self == Float.self, let values = Pixels.scaled(bytes) as? [Element] { return values }
    return bytes.map { Element($0) / 255 }
  }
}
