import PlateauNumerics

extension NPZFile {
  /// The largest number of classes accepted.
  static let mostClasses = 1_000_000

  /// The names under which inputs and labels are looked for.
  private static let inputNames = ["x", "X", "images", "inputs"]
  private static let labelNames = ["y", "Y", "labels", "targets"]

  /// The labeled examples of the file.
  ///
  /// Arrays `x` and `y`, or `x_test` and `y_test`, are examples to test on; `x_train` and
  /// `y_train`, where they are there, examples to train on. `X`, `images` and `inputs` are read like
  /// `x`; `Y`, `labels` and `targets` like `y`. Inputs are of shape `[examples, features]`,
  /// `[examples, height, width]` or `[examples, channels, height, width]`; where the format says what
  /// a model takes, also in the shape of its own file or with channels last, and reordered. They lie
  /// in the range
  /// of the format: in [0, 1] floating-point numbers, or bytes, which are divided by 255; in any
  /// other range numbers of any type, as they are. Labels are whole numbers from 0 on, of shape
  /// `[examples]` or `[examples, 1]`, or of shape `[examples, classes]` with a single 1 in each row;
  /// there are as many classes as there are columns, or the largest label says, and at least 2.
  ///
  /// - Parameters:
  ///   - name: What the dataset is called; the file's own name by default.
  ///   - format: The range of inputs, and the shape of an example.
  /// - Returns: The examples; without `x_train`, none to train on.
  /// - Throws: `DataError` where an array is missing or damaged, or holds something else: the
  ///   message has the index and the value.
  public func dataset(
    named name: String? = nil, format: ArrayFormat = ArrayFormat()
  ) throws(DataError) -> Dataset {
    let plain = try self.name(of: Self.inputNames, "")
    let tested = try self.name(of: Self.inputNames, "_test")
    let trained = try self.name(of: Self.inputNames, "_train")
    if let plain, let tested {
      throw DataError(
        .mismatch,
        "'\(self.name)' has both '\(plain)' and '\(tested)'; one of them can be the examples to "
          + "test on. Leave one out.")
    }
    let suffix = tested != nil || trained != nil && plain == nil ? "_test" : ""
    let test = try part(suffix, format)
    let training = trained == nil ? nil : try part("_train", format)
    if let training, training.shape != test.shape {
      throw DataError(
        .mismatch,
        "In '\(self.name)', '\(training.name)' has examples of \(training.shape) values, but "
          + "'\(test.name)' of \(test.shape). Save both in the same shape.")
    }
    guard !test.labels.isEmpty else {
      throw DataError(
        .mismatch, "'\(self.name)' has no examples in '\(test.name)'. Save at least one.")
    }
    let classCount = max(2, test.classCount, training?.classCount ?? 0)
    return Dataset(
      name: name ?? FilePathText.name(of: self.name),
      training: training?.examples(classCount)
        ?? Examples.none(classCount: classCount, shape: test.shape, arrangement: test.arrangement),
      test: test.examples(classCount))
  }

  /// The one of some names that an array has; nil where none has.
  private func name(of names: [String], _ suffix: String) throws(DataError) -> String? {
    let found = names.map { $0 + suffix }.filter(contains)
    guard found.count < 2 else {
      throw DataError(
        .mismatch,
        "'\(self.name)' has both '\(found[0])' and '\(found[1])', of which one is read. Leave one "
          + "out.")
    }
    return found.first
  }

  /// Inputs and labels before the number of classes is known.
  private struct Part {
    let name: String
    let inputs: [Float]
    let shape: InputShape
    let arrangement: InputArrangement
    let labels: [Int]
    let classCount: Int

    func examples(_ classCount: Int) -> Examples {
      Examples(
        inputs: Matrix(rows: labels.count, columns: shape.count, elements: inputs),
        labels: labels, classCount: classCount, shape: shape, arrangement: arrangement)
    }
  }

  private func part(_ suffix: String, _ format: ArrayFormat) throws(DataError) -> Part {
    let name = try name(of: Self.inputNames, suffix) ?? "x" + suffix
    let labelName = try self.name(of: Self.labelNames, suffix) ?? "y" + suffix
    let x = try array(name)
    let y = try array(labelName)
    let inputs = try ArrayInputs<Float>(x, format)
    let labels = try ArrayLabels(y)
    guard x.shape[0] == labels.values.count else {
      throw DataError(
        .mismatch,
        "\(x.label) has \(x.shape[0]) examples, but '\(labelName)' has \(labels.values.count) "
          + "labels. Save one label for each example.")
    }
    return Part(
      name: name, inputs: inputs.values, shape: inputs.shape,
      arrangement: inputs.arrangement,
      labels: labels.values, classCount: labels.classCount)
  }
}
