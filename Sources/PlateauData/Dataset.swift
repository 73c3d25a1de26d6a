public import PlateauNumerics

/// Examples to train on and examples to test on, with a checksum that identifies them.
public struct Dataset: Sendable {
  /// The name that records show: `mnist`, `strokes`, or that of a file or folder.
  public let name: String
  /// The examples to train on; none for a dataset that only tests.
  public let training: Examples
  /// The examples to test on.
  public let test: Examples
  /// The SHA-256 of the content, as 64 hexadecimal digits.
  ///
  /// It covers, for training and then test: the line `count channels height width classes`, the
  /// inputs as little-endian `Float`, the labels as little-endian 32-bit integers. The name is
  /// left out, so the same content has the same checksum wherever it came from.
  public let checksum: String
  /// What was changed or assumed in reading it, in sentences; none where it was read as it is.
  public let notes: [String]

  /// Creates a dataset and computes its checksum.
  ///
  /// - Parameters:
  ///   - name: The name that records show.
  ///   - training: The examples to train on.
  ///   - test: The examples to test on.
  ///   - notes: What was changed or assumed in reading it, in sentences.
  /// - Precondition: both parts have the same shape and number of classes.
  /// - Complexity: one pass over all values, about 0.2 s for MNIST.
  public init(name: String, training: Examples, test: Examples, notes: [String] = []) {
    precondition(training.shape == test.shape, "training and test must have the same shape")
    precondition(
      training.classCount == test.classCount, "training and test must have the same classes")
    self.name = name
    self.training = training
    self.test = test
    self.notes = notes
    var hash = SHA256()
    training.update(&hash)
    test.update(&hash)
    checksum = hash.finalized()
  }

  /// The dataset of a model that has more classes than occur among the labels.
  ///
  /// - Parameter count: The classes of the model.
  /// - Returns: The same examples; the checksum is another where the number of classes is.
  /// - Throws: `DataError` for a label that the model does not have.
  /// - Complexity: O(1) where the number is the same, otherwise a pass for the checksum.
  public func with(classCount count: Int) throws(DataError) -> Dataset {
    guard count != classCount else { return self }
    return Dataset(
      name: name, training: try training.with(classCount: count),
      test: try test.with(classCount: count), notes: notes)
  }

  /// The shape of one example.
  public var shape: InputShape { test.shape }

  /// The number of classes.
  public var classCount: Int { test.classCount }
}

extension Examples {
  /// Feeds the content to a hash.
  package func update(_ hash: inout SHA256) {
    hash.update(
      Array("\(count) \(shape.channels) \(shape.height) \(shape.width) \(classCount)\n".utf8))
    #if _endian(little)
    inputs.elements.withUnsafeBytes { hash.update($0) }
    #else
    inputs.elements.map(\.bitPattern.littleEndian).withUnsafeBytes { hash.update($0) }
    #endif
    labels.map { Int32(truncatingIfNeeded: $0).littleEndian }.withUnsafeBytes { hash.update($0) }
  }
}
