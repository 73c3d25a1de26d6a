package import PlateauNumerics

extension InputShape {
  /// The numbers of channels that images with their channels last have: gray, color, and color with
  /// opacity.
  private static let channelsOfImages = [1, 3, 4]

  /// How an array of images lies that a model of this shape can take.
  ///
  /// - Parameter sides: The shape of the array, examples first.
  /// - Returns: The layout; nil where an array of four dimensions fits neither way.
  package func layout(of sides: [Int]) -> ImageLayout? {
    guard sides.count == 4 else { return .channelsFirst }
    if Array(sides.dropFirst()) == [channels, height, width] { return .channelsFirst }
    let isLast = Array(sides.dropFirst()) == [height, width, channels]
    return isLast && Self.channelsOfImages.contains(channels) ? .channelsLast : nil
  }

  /// Images whose channels come first, with their channels last.
  package func channelsLast<Value>(_ values: [Value]) -> [Value] {
    transposed(values, rows: height * width, columns: channels)
  }

  /// Images whose channels come last, with their channels first.
  package func channelsFirst<Value>(_ values: [Value]) -> [Value] {
    transposed(values, rows: channels, columns: height * width)
  }

  /// The transpose of the matrix that each image is; `rows` and `columns` are those of the result.
  private func transposed<Value>(_ values: [Value], rows: Int, columns: Int) -> [Value] {
    guard rows > 1, columns > 1 else { return values }
    return [Value](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      for start in stride(from: 0, to: values.count, by: count) {
        for row in 0..<rows {
          for column in 0..<columns {
            buffer.initializeElement(
              at: start + row * columns + column, to: values[start + column * rows + row])
          }
        }
      }
      initialized = values.count
    }
  }
}
