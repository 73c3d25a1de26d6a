public import PlateauNumerics

/// Labeled inputs: what a network is trained on, tested on and attacked at.
public struct Examples: Sendable, Hashable {
  /// The inputs, of shape `[examples, features]`, in [0, 1] or the range that their reader was told.
  ///
  /// Of an image channels come first, then rows, then columns.
  public let inputs: Matrix<Float>
  /// The true classes, in `0..<classCount`, of shape `[examples]`.
  public let labels: [Int]
  /// The number of classes.
  public let classCount: Int
  /// The shape of one example; its count is the number of features.
  public let shape: InputShape
  /// How the arrays that they were read from lie; arrays that are written lie so too.
  public let arrangement: InputArrangement

  /// Creates examples from parts that fit together.
  ///
  /// - Parameter arrangement: How the arrays lie that they were read from; as the shape by default.
  /// - Precondition: one label in `0..<classCount` for each row; as many columns as the shape and the
  ///   arrangement have values.
  public init(
    inputs: Matrix<Float>, labels: [Int], classCount: Int, shape: InputShape,
    arrangement: InputArrangement? = nil
  ) {
    precondition(inputs.rows == labels.count, "every example needs one label")
    precondition(inputs.columns == shape.count, "the shape must have as many values as a row")
    precondition(
      labels.allSatisfy { (0..<classCount).contains($0) }, "a label is outside the classes")
    self.inputs = inputs
    self.labels = labels
    self.classCount = classCount
    self.shape = shape
    self.arrangement = arrangement ?? InputArrangement(shape)
    precondition(self.arrangement.count == shape.count, "the arrangement must have as many values")
  }

  /// No examples, of a given shape.
  public static func none(
    classCount: Int, shape: InputShape, arrangement: InputArrangement? = nil
  ) -> Examples {
    Examples(
      inputs: Matrix(rows: 0, columns: shape.count), labels: [], classCount: classCount,
      shape: shape, arrangement: arrangement)
  }

  /// The number of examples.
  public var count: Int { labels.count }

  /// Whether there are no examples.
  public var isEmpty: Bool { labels.isEmpty }

  /// The number of examples of each class, of shape `[classCount]`.
  ///
  /// - Complexity: O(*count*)
  public var classCounts: [Int] {
    var counts = Array(repeating: 0, count: classCount)
    for label in labels { counts[label] += 1 }
    return counts
  }
}

// MARK: - Parts

extension Examples {
  /// The first examples, all of them where there are fewer.
  ///
  /// - Complexity: O(*length* · *features*), nothing is copied when all are taken.
  public func prefix(_ length: Int) -> Examples {
    length >= count ? self : self[0..<max(length, 0)]
  }

  /// The examples of a range, copied.
  ///
  /// - Precondition: the range lies in `0..<count`.
  /// - Complexity: O(*range* · *features*)
  public subscript(range: Range<Int>) -> Examples {
    Examples(
      inputs: inputs.rows(range), labels: Array(labels[range]), classCount: classCount,
      shape: shape, arrangement: arrangement)
  }

  /// The examples at the given indices, copied, in the order given.
  ///
  /// - Precondition: every index lies in `0..<count`.
  /// - Complexity: O(*indices* · *features*)
  public func selecting(_ indices: [Int]) -> Examples {
    Examples(
      inputs: inputs.rows(at: indices), labels: indices.map { labels[$0] }, classCount: classCount,
      shape: shape, arrangement: arrangement)
  }

  /// Sets the last examples aside for validation.
  ///
  /// - Parameter count: How many of the last examples validate; must lie in `0...count`.
  /// - Returns: What remains for training, in order, and the last examples.
  /// - Throws: `DataError` where there are fewer examples.
  public func split(
    validation count: Int
  ) throws(DataError) -> (training: Examples, validation: Examples) {
    guard (0...self.count).contains(count) else {
      throw DataError(
        .mismatch,
        "\(count) validation examples were asked for, but there are \(self.count) examples. "
          + "Ask for 0 to \(self.count).")
    }
    let boundary = self.count - count
    return (self[0..<boundary], self[boundary..<self.count])
  }
}
