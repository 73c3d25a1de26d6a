public import PlateauNumerics

extension NPYArray {
  /// The inputs of a model, without labels, in the order of its network.
  ///
  /// Shapes, types and ranges are those of the inputs of an npz file.
  ///
  /// - Parameters:
  ///   - format: The range of every input value, the shape that the model takes, and how an example
  ///     lies in the input of its own file.
  ///   - isOfAnyRange: Whether all finite numbers are inputs, whatever the range is; bytes are
  ///     divided by 255 and other integers refused where it is 0...1.
  /// - Returns: One example for each row; as many columns as the array has values in one.
  /// - Throws: `DataError` where the shape or type is not read, or a value is no input.
  public func inputs<Element: Scalar>(
    _ format: ArrayFormat, isOfAnyRange: Bool = false
  ) throws(DataError) -> Matrix<Element> {
    let read = try ArrayInputs<Element>(self, format, isOfAnyRange: isOfAnyRange)
    return Matrix(rows: shape[0], columns: read.shape.count, elements: read.values)
  }
}
