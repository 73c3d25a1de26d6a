public import PlateauNumerics

extension Examples {
  /// Inputs as an array for a file, in the shape and order that the examples were read in.
  ///
  /// - Parameter values: One input for each row, such as perturbed ones, of shape
  ///   `[rows, features]`.
  /// - Returns: In the precision of the values, of shape `[rows, …]` with the sides of the
  ///   arrangement.
  /// - Precondition: as many columns as the examples have features.
  /// - Complexity: O(*rows* · *features*)
  public func array<Element: Scalar>(of values: Matrix<Element>) -> NPYArray {
    precondition(values.columns == shape.count, "the values must be of the examples' shape")
    return NPYArray(
      arrangement.ownOrder(values.elements), shape: [values.rows] + arrangement.sides)
  }

  /// The examples of a model that has more classes than occur among the labels.
  ///
  /// - Parameter count: The classes of the model.
  /// - Returns: The same inputs and labels.
  /// - Throws: `DataError` for a label that the model does not have.
  public func with(classCount count: Int) throws(DataError) -> Examples {
    if let example = labels.firstIndex(where: { $0 >= count }) {
      throw DataError(
        .mismatch,
        "Example \(example) has the label \(labels[example]), but the model has \(count) classes, "
          + "0 to \(count - 1). Give data with its classes.")
    }
    return Examples(
      inputs: inputs, labels: labels, classCount: count, shape: shape,
      arrangement: arrangement)
  }
}
