import PlateauNumerics

extension Dataset {
  /// The dataset with its examples in the order of a model, as an array of the same shape would be.
  ///
  /// - Throws: `DataError` where the examples have as many values as the model takes, but other
  ///   sides.
  /// - Complexity: O(1) where the order is the same, otherwise a pass for the checksum.
  func arranged(for format: ArrayFormat) throws(DataError) -> Dataset {
    guard let wanted = format.shape, wanted.count == shape.count else { return self }
    guard let reading = format.reading(of: shape.sides) else {
      throw DataError(
        .mismatch,
        "'\(name)' has images of \(shape), but the model takes images of \(wanted): "
          + "\(format.shapesText). Give the data it was trained on.")
    }
    guard reading.arrangement.places != nil else { return self }
    return Dataset(
      name: name, training: training.arranged(reading), test: test.arranged(reading))
  }
}

extension Examples {
  /// The examples in the order of a model.
  fileprivate func arranged(_ reading: ArrayFormat.Reading) -> Examples {
    let values = reading.arrangement.networkOrder(inputs.elements)
    return Examples(
      inputs: Matrix(rows: inputs.rows, columns: inputs.columns, elements: values),
      labels: labels, classCount: classCount, shape: reading.shape,
      arrangement: reading.arrangement)
  }
}
