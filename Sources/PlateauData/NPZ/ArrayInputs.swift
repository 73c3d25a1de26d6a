import PlateauNumerics

/// The inputs that an array holds, and how an example of them lies.
struct ArrayInputs {
  /// The values: of images channels, then rows, then columns.
  let values: [Float]
  let shape: InputShape
  let layout: ImageLayout
  /// What was changed in reading them, and what looks odd, in sentences.
  let notes: [String]

  /// Reads inputs.
  ///
  /// - Throws: `DataError` where the shape or type is not read, or a value lies outside the bounds by
  ///   more than rounding: the message has its index, and what to do.
  init(_ x: NPYArray, _ format: ArrayFormat) throws(DataError) {
    let sides = x.shape
    guard (2...4).contains(sides.count), sides.dropFirst().allSatisfy({ $0 > 0 }) else {
      throw DataError(
        .mismatch,
        "\(x.label) has the shape \(sides); inputs are of shape [examples, features], "
          + "[examples, height, width] or [examples, channels, height, width]. Reshape it.")
    }
    let count = sides.dropFirst().reduce(1, *)
    var notes: [String] = []
    let read = try Self.values(x, format, &notes)
    self.notes = notes
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
    _ x: NPYArray, _ format: ArrayFormat, _ notes: inout [String]
  ) throws(DataError) -> [Float] {
    if format.isUnitRange {
      if x.type == .uint8 { return Pixels.scaled(x.rowMajorBytes()) }
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
    var values = x.floats()
    notes = try InputRange(format.bounds, isFixed: !format.allowsOtherBounds).clip(
      &values, from: InputRange.Origin(x))
    return values
  }
}
