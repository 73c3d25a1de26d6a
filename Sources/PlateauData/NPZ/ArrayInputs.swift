import PlateauNumerics

/// The inputs that an array holds, in the order of a network, and how an example of them lies.
struct ArrayInputs<Element: Scalar> {
  /// The values: of images channels, then rows, then columns.
  let values: [Element]
  let shape: InputShape
  let arrangement: InputArrangement

  /// Reads inputs.
  ///
  /// - Parameter isOfAnyRange: Whether all finite numbers are inputs, those outside the bounds of
  ///   the format, too.
  /// - Throws: `DataError` where the shape or type is not read, or a value lies outside the bounds:
  ///   the message has its index, and the range that the array has.
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
    let read = try Self.values(x, format, example.reduce(1, *), isOfAnyRange)
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
    _ x: NPYArray, _ format: ArrayFormat, _ count: Int, _ isOfAnyRange: Bool
  ) throws(DataError) -> [Element] {
    if format.isUnitRange {
      if x.type == .uint8 { return scaled(x.rowMajorBytes()) }
      guard x.type.isFloatingPoint || x.type == .boolean else {
        throw DataError(
          .mismatch,
          "\(x.label) holds \(x.type.name); inputs are floating-point numbers in [0, 1], or uint8 "
            + "from 0 to 255. Give the range of its values as bounds, such as 0,255, or convert it "
            + "with astype('uint8').")
      }
    }
    let values = x.values(as: Element.self)
    let (lower, upper) = (Float(format.bounds.lowerBound), Float(format.bounds.upperBound))
    func isInput(_ value: Element) -> Bool {
      // Ends are rounded to single precision, and so are values for the comparison.
      isOfAnyRange ? value.isFinite : Float(value) >= lower && Float(value) <= upper
    }
    guard let bad = values.firstIndex(where: { !isInput($0) }) else { return values }
    let place = "\(values[bad]) at index \(x.index(bad)), in example \(bad / count)"
    guard values[bad].isFinite else {
      throw DataError(
        .mismatch,
        "\(x.label) holds \(place); inputs are finite. Remove the example, or replace the value.")
    }
    throw DataError(
      .mismatch,
      "\(x.label) holds \(place); inputs lie in \(format.boundsText). " + remedy(values))
  }

  /// Bytes divided by 255.
  private static func scaled(_ bytes: [UInt8]) -> [Element] {
    if Element.self == Float.self, let values = Pixels.scaled(bytes) as? [Element] { return values }
    return bytes.map { Element($0) / 255 }
  }

  /// What to do about values outside the bounds, from the range that they have.
  private static func remedy(_ numbers: [Element]) -> String {
    let values = numbers.map { Float($0) }
    let finite = values.lazy.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return "Scale the inputs." }
    let looksGray = least >= 0 && most > 1 && most <= 255
    let range = looksGray ? "0,255" : "\(ArrayFormat.short(least)),\(ArrayFormat.short(most))"
    return
      "The array goes from \(ArrayFormat.short(least)) to \(ArrayFormat.short(most)): give its "
      + "range with --bounds \(range), or scale it."
  }
}
