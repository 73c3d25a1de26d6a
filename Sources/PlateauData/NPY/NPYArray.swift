public import PlateauNumerics

/// An array of numbers as NumPy stores it.
///
/// The values keep the type and order that the file has, and are converted when asked for; what
/// they are converted to is always in row-major order, the last index changing fastest.
///
/// ```swift
/// let array = try NPYArray.read("inputs.npy")
/// let inputs: Matrix<Float> = try array.matrix()
/// try NPYArray(logits).write(to: "logits.npy")
/// ```
///
/// Source: NumPy reference, "numpy.lib.format", sections "Format Version 1.0" to "3.0".
public struct NPYArray: Sendable {
  /// The type of the values.
  public let type: NPYType
  /// The size of each dimension; none for a single value.
  public let shape: [Int]
  /// The subject of messages, with its quotation marks.
  let label: String
  let isBigEndian: Bool
  /// Whether the first index changes fastest, as in Fortran.
  let isColumnMajor: Bool
  let bytes: ArraySlice<UInt8>

  /// The number of values.
  public var count: Int { bytes.count / type.size }

  /// Reads a file.
  ///
  /// - Throws: `DataError` that names the file and says what in it is wrong.
  /// - Complexity: O(*size*); the file is held in memory.
  public static func read(_ path: String) throws(DataError) -> NPYArray {
    try NPYArray(parsing: try FileBytes.read(path), named: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `DataError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String) throws(DataError) {
    try self.init(parsing: bytes[...], label: "'\(name)'")
  }

  /// Reads an array within a file; its bytes are shared, not copied.
  init(parsing bytes: ArraySlice<UInt8>, label: String) throws(DataError) {
    let header = try NPYHeader(parsing: bytes, label: label)
    type = header.type
    shape = header.shape
    isBigEndian = header.isBigEndian
    isColumnMajor = header.isColumnMajor
    self.label = label
    self.bytes = bytes[header.end...]
  }
}

// MARK: - From values

extension NPYArray {
  /// Creates an array of floating-point numbers: `float32` or `float64`.
  ///
  /// - Precondition: the values, in row-major order, fill the shape.
  public init<Element: Scalar>(_ values: [Element], shape: [Int]) {
    self.init(Element.self == Float.self ? .float : .double, shape, native: values)
  }

  /// Creates an array of shape `[rows, columns]`.
  public init<Element: Scalar>(_ matrix: Matrix<Element>) {
    self.init(matrix.elements, shape: [matrix.rows, matrix.columns])
  }

  /// Creates an array of `int64`.
  ///
  /// - Precondition: the values, in row-major order, fill the shape.
  public init(_ values: [Int], shape: [Int]) {
    self.init(.int64, shape, native: values)
  }

  /// Creates an array of `bool`.
  ///
  /// - Precondition: the values, in row-major order, fill the shape.
  public init(_ values: [Bool], shape: [Int]) {
    self.init(.boolean, shape, native: values)
  }

  private init<Value: BitwiseCopyable>(_ type: NPYType, _ shape: [Int], native values: [Value]) {
    precondition(type.size == MemoryLayout<Value>.size, "the type must be that of the values")
    precondition(shape.allSatisfy { $0 >= 0 }, "a shape has no negative side")
    precondition(
      NPYHeader.size(type, shape) == values.count * type.size, "the values must fill the shape")
    self.type = type
    self.shape = shape
    label = "The array"
    isBigEndian = Self.isHostBigEndian
    isColumnMajor = false
    bytes = values.withUnsafeBytes { Array($0)[...] }
  }

  /// The order of bytes of this machine, in which NumPy too writes.
  static var isHostBigEndian: Bool {
    #if _endian(little)
    false
    #else
    true
    #endif
  }
}
