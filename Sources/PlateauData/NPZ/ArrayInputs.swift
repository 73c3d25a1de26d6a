import PlateauNumerics

/// The inputs that an array holds, and how an example of them lies.
struct ArrayInputs {
  /// The values: of images channels, then rows, then columns.
  let values: [Float]
  let shape: InputShape
  let layout: ImageLayout

  /// Reads inputs.
  ///
  /// - Throws: `DataError` where the shape or type is not read, or a value lies outside the bounds:
  ///   the message has its index, and the range that the array has.
  init(_ x: NPYArray, _ format: ArrayFormat) throws(DataError) {
    let sides = x.shape
    guard (2...4).contains(sides.count), sides.dropFirst().allSatisfy({ $0 > 0 }) else {
      throw DataError(
        .mismatch,
        "\(x.label) has the shape \(sides); inputs are of shape [examples, features], "
          + "[examples, height, width] or [examples, channels, height, width]. Reshape it.")
    }
    let count = sides.dropFirst().reduce(1, *)
    let read = try Self.values(x, format, count)
    guard sides.count == 4 else {
      shape =
        sides.count == 2
        ? .vector(count) : InputShape(channels: 1, height: sides[1], width: sides[2])
      (values, layout) = (read, .channelsFirst)
      return
    }
    let first = InputShape(channels: sides[1], height: sides[2], width: sides[3])
    if let wanted = format.shape {
      switch wanted.layout(of: sides) {
      case .channelsLast:
        (shape, layout, values) = (wanted, .channelsLast, wanted.channelsFirst(read))
        return
      // As many values in another order would go unnoticed.
      case nil where wanted.channels > 1 && wanted.count == count:
        throw DataError(
          .mismatch,
          "\(x.label) has the shape \(sides), but the model takes images of \(wanted): "
            + "[examples, \(wanted.channels), \(wanted.height), \(wanted.width)] is needed. "
            + "Transpose it.")
      default: break
      }
    }
    (shape, layout, values) = (first, .channelsFirst, read)
  }

  // MARK: - Values

  private static func values(
    _ x: NPYArray, _ format: ArrayFormat, _ count: Int
  ) throws(DataError) -> [Float] {
    if format.isUnitRange {
      if x.type == .uint8 { return Pixels.scaled(x.rowMajorBytes()) }
      guard x.type.isFloatingPoint || x.type == .boolean else {
        throw DataError(
          .mismatch,
          "\(x.label) holds \(x.type.name); inputs are floating-point numbers in [0, 1], or uint8 "
            + "from 0 to 255. Give the range of its values as bounds, such as 0,255, or convert it "
            + "with astype('uint8').")
      }
    }
    let values = x.floats()
    let (lower, upper) = (Float(format.bounds.lowerBound), Float(format.bounds.upperBound))
    guard let bad = values.firstIndex(where: { !($0 >= lower && $0 <= upper) }) else {
      return values
    }
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

  /// What to do about values outside the bounds, from the range that they have.
  private static func remedy(_ values: [Float]) -> String {
    let finite = values.lazy.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return "Scale the inputs." }
    let looksGray = least >= 0 && most > 1 && most <= 255
    let range = looksGray ? "0,255" : "\(ArrayFormat.short(least)),\(ArrayFormat.short(most))"
    return
      "The array goes from \(ArrayFormat.short(least)) to \(ArrayFormat.short(most)): give its "
      + "range with --bounds \(range), or scale it."
  }
}
