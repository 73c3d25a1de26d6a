import PlateauNumerics

/// A constant of a graph: stored, or computed from stored ones and from shapes.
struct ONNXConstant {
  private enum Content {
    case tensor(ONNXTensor)
    case numbers([Double], Precision)
    /// nil stands for the size of the batch, where it is left open.
    case integers([Int?])
  }

  /// What messages call it.
  let label: String
  private let content: Content
  private let ownSides: [Int]?

  /// A stored tensor.
  init(_ tensor: ONNXTensor) {
    label = tensor.label
    content = .tensor(tensor)
    ownSides = nil
  }

  private init(_ label: String, _ content: Content, _ sides: [Int]?) {
    self.label = label
    self.content = content
    ownSides = sides
  }

  /// Integers that a node computed.
  ///
  /// - Precondition: they fill the sides.
  init(_ integers: [Int?], sides: [Int], label: String) {
    precondition(integers.count == sides.reduce(1, *), "the integers must fill the shape")
    self.init(label, .integers(integers), sides)
  }

  /// Numbers that a node computed.
  ///
  /// - Precondition: they fill the sides.
  init(_ numbers: [Double], _ precision: Precision, sides: [Int], label: String) {
    precondition(numbers.count == sides.reduce(1, *), "the numbers must fill the shape")
    self.init(label, .numbers(numbers, precision), sides)
  }

  /// The sides.
  ///
  /// - Throws: `FormatError` where they are impossible.
  func sides() throws(FormatError) -> [Int] {
    if let ownSides { return ownSides }
    guard case .tensor(let tensor) = content else { return [] }
    return try tensor.shape()
  }

  /// The number of values.
  func count() throws(FormatError) -> Int { try sides().reduce(1, *) }

  /// The values, widened exactly, and the precision they are stored in.
  ///
  /// - Parameter allowsInfinity: Whether infinite ones are taken, as limits that never hold.
  /// - Returns: All of them, and their precision.
  /// - Throws: `FormatError` where it holds no finite floating-point numbers.
  func numbers(
    allowsInfinity: Bool = false
  ) throws(FormatError) -> (values: [Double], precision: Precision) {
    switch content {
    case .tensor(let tensor): return try tensor.numbers(allowsInfinity: allowsInfinity)
    case .numbers(let values, let precision): return (values, precision)
    case .integers:
      throw FormatError(
        .mismatch,
        "\(label) holds integers where weights are needed. Export the model again.")
    }
  }

  /// The tensor that holds it, where it has so many values that they are read only when they are
  /// needed; nil otherwise.
  var large: ONNXTensor? {
    get throws(FormatError) {
      guard case .tensor(let tensor) = content, try count() > 1 << 12 else { return nil }
      return tensor
    }
  }

  /// The values of integers; nil for the size of an open batch.
  ///
  /// - Throws: `FormatError` where it does not hold integers.
  func integers() throws(FormatError) -> [Int?] {
    switch content {
    case .tensor(let tensor): return try tensor.integers()
    case .integers(let values): return values
    case .numbers:
      throw FormatError(
        .mismatch,
        "\(label) holds floating-point numbers; a shape is INT64. Export the model again.")
    }
  }

  /// The numbers that values are quantized to by the type of its tensor; nil for others.
  var levels: ClosedRange<Int>? {
    guard case .tensor(let tensor) = content else { return nil }
    return tensor.levels
  }

  /// Whether it is a true value.
  func isTrue() throws(FormatError) -> Bool {
    guard case .tensor(let tensor) = content else { return try integers() != [0] }
    return try tensor.isTrue()
  }

  /// Whether it holds integers: a shape or a part of one.
  var holdsIntegers: Bool {
    switch content {
    case .tensor(let tensor): tensor.holdsIntegers
    case .integers: true
    case .numbers: false
    }
  }

  /// Whether it stands for a part of a value without any number.
  var isEmptyPart: Bool {
    guard case .numbers(let values, _) = content else { return false }
    return values.isEmpty
  }

  /// The same values with other sides.
  ///
  /// - Precondition: they take as many values.
  func viewed(as sides: [Int]) -> ONNXConstant { ONNXConstant(label, content, sides) }
}
