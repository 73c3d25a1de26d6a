import PlateauNumerics

extension NPZFile {
  /// The largest number of classes accepted.
  static let mostClasses = 1_000_000

  /// The labeled examples of the file.
  ///
  /// Arrays `x` and `y`, or `x_test` and `y_test`, are examples to test on; `x_train` and
  /// `y_train`, where they are there, examples to train on. Inputs are of shape
  /// `[examples, features]`, `[examples, height, width]` or `[examples, channels, height, width]`:
  /// bytes, which are divided by 255, or floating-point numbers in [0, 1]. Labels are whole numbers
  /// from 0 on, of shape `[examples]`; there are as many classes as the largest label says, and at
  /// least 2.
  ///
  /// - Parameter name: What the dataset is called; the file's own name by default.
  /// - Returns: The examples; without `x_train`, none to train on.
  /// - Throws: `DataError` where an array is missing or damaged, or holds something else: the
  ///   message has the index and the value.
  public func dataset(named name: String? = nil) throws(DataError) -> Dataset {
    guard !(contains("x") && contains("x_test")) else {
      throw DataError(
        .mismatch,
        "'\(self.name)' has both 'x' and 'x_test'; one of them can be the examples to test on. "
          + "Leave one out.")
    }
    let testNames = contains("x_test") || contains("x_train") && !contains("x") ? "_test" : ""
    let test = try part(testNames)
    let training = contains("x_train") ? try part("_train") : nil
    if let training, training.shape != test.shape {
      throw DataError(
        .mismatch,
        "In '\(self.name)', 'x_train' has examples of \(training.shape) values, but "
          + "'x\(testNames)' of \(test.shape). Save both in the same shape.")
    }
    guard !test.labels.isEmpty else {
      throw DataError(
        .mismatch, "'\(self.name)' has no examples in 'x\(testNames)'. Save at least one.")
    }
    let largest = max(test.labels.max() ?? 0, training?.labels.max() ?? 0)
    let classCount = max(2, largest + 1)
    return Dataset(
      name: name ?? FilePathText.name(of: self.name),
      training: training?.examples(classCount)
        ?? Examples.none(classCount: classCount, shape: test.shape),
      test: test.examples(classCount))
  }

  /// Inputs and labels before the number of classes is known.
  private struct Part {
    let inputs: [Float]
    let labels: [Int]
    let shape: InputShape

    func examples(_ classCount: Int) -> Examples {
      Examples(
        inputs: Matrix(rows: labels.count, columns: shape.count, elements: inputs),
        labels: labels, classCount: classCount, shape: shape)
    }
  }

  private func part(_ suffix: String) throws(DataError) -> Part {
    let x = try array("x" + suffix)
    let y = try array("y" + suffix)
    let shape = try Self.shape(of: x)
    let labels = try Self.labels(y)
    guard x.shape[0] == labels.count else {
      throw DataError(
        .mismatch,
        "\(x.label) has \(x.shape[0]) examples, but 'y\(suffix)' has \(labels.count) labels. "
          + "Save one label for each example.")
    }
    return Part(inputs: try Self.inputs(x), labels: labels, shape: shape)
  }
}

// MARK: - Arrays

extension NPZFile {
  private static func shape(of x: NPYArray) throws(DataError) -> InputShape {
    let sides = x.shape
    guard (2...4).contains(sides.count), sides.dropFirst().allSatisfy({ $0 > 0 }) else {
      throw DataError(
        .mismatch,
        "\(x.label) has the shape \(sides); inputs are of shape [examples, features], "
          + "[examples, height, width] or [examples, channels, height, width]. Reshape it.")
    }
    switch sides.count {
    case 2: return .vector(sides[1])
    case 3: return InputShape(channels: 1, height: sides[1], width: sides[2])
    default: return InputShape(channels: sides[1], height: sides[2], width: sides[3])
    }
  }

  private static func inputs(_ x: NPYArray) throws(DataError) -> [Float] {
    if x.type == .uint8 { return Pixels.scaled(x.rowMajorBytes()[...]) }
    guard x.type.isFloatingPoint || x.type == .boolean else {
      throw DataError(
        .mismatch,
        "\(x.label) holds \(x.type.name); inputs are floating-point numbers in [0, 1], or uint8 "
          + "from 0 to 255. Convert it with astype('uint8'), or scale it.")
    }
    let values = x.floats()
    guard let bad = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) else { return values }
    let value = values[bad]
    let remedy =
      if !value.isFinite {
        "Remove the example, or replace the value."
      } else if value > 1 && value <= 255 {
        "If these are gray values up to 255, divide by 255, or save them as uint8."
      } else {
        "Scale the inputs."
      }
    throw DataError(
      .mismatch,
      "\(x.label) holds \(value) at index \(x.index(bad)); inputs lie in [0, 1]. \(remedy)")
  }

  private static func labels(_ y: NPYArray) throws(DataError) -> [Int] {
    guard y.shape.count == 1 else {
      throw DataError(
        .mismatch,
        "\(y.label) has the shape \(y.shape); labels are of shape [examples]. "
          + (y.shape.count == 2 && y.shape[1] > 1
            ? "If there is a column for each class, save argmax(axis=1)." : "Reshape it."))
    }
    let labels = try y.integers()
    if let bad = labels.firstIndex(where: { !(0..<mostClasses).contains($0) }) {
      throw DataError(
        .mismatch,
        "\(y.label) holds \(labels[bad]) at index [\(bad)]; labels are whole numbers from 0 to "
          + "\(mostClasses - 1). Number the classes from 0.")
    }
    return labels
  }
}
