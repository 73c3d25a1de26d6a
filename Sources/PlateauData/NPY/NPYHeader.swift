/// The start of a NumPy array in a file, checked against the number of bytes there are.
struct NPYHeader {
  let type: NPYType
  let isBigEndian: Bool
  /// Whether the first index changes fastest, as in Fortran.
  let isColumnMajor: Bool
  let shape: [Int]
  /// Where the values start.
  let end: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Whether bytes start as an array does.
  static func isArray(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: magic) }

  /// Reads the start of an array.
  ///
  /// - Parameters:
  ///   - bytes: The header and all values.
  ///   - label: The subject of messages, with its quotation marks.
  /// - Throws: `DataError` that says what is wrong, before anything is allocated for values.
  init(parsing bytes: ArraySlice<UInt8>, label: String) throws(DataError) {
    let start = try Self.start(of: bytes, label)
    let fields: NPYHeaderReader.Fields
    do {
      fields = try NPYHeaderReader.fields(of: bytes[start])
    } catch {
      guard !error.isStructured else { throw Self.unsupported("records of several fields", label) }
      throw DataError(
        .malformed,
        "\(label) has a header that NumPy does not write: at byte "
          + "\(start.lowerBound - bytes.startIndex + error.position) \(error.reason). "
          + "It is damaged: save it again.")
    }
    type = try Self.type(fields.type, label)
    isBigEndian = fields.type.hasPrefix(">")
    isColumnMajor = fields.isColumnMajor
    shape = fields.shape
    end = start.upperBound
    let found = bytes.endIndex - end
    guard let size = Self.size(type, shape) else {
      throw DataError(
        .malformed, "\(label) declares the impossible shape \(shape). It is damaged: save it again."
      )
    }
    guard size == found else {
      throw DataError(
        .malformed,
        "\(label) declares the shape \(shape) of \(type.name), which takes \(size) bytes, but "
          + "\(found) follow its header. It is damaged: save it again.")
    }
  }

  /// The number of bytes of a shape; nil where it exceeds what an integer holds.
  ///
  /// So that any part of a shape has a product in range, a side of 0 is passed over in the check.
  static func size(_ type: NPYType, _ shape: [Int]) -> Int? {
    var size = type.size
    for side in shape where side != 0 {
      let (product, overflows) = size.multipliedReportingOverflow(by: side)
      guard !overflows else { return nil }
      size = product
    }
    return shape.contains(0) ? 0 : size
  }

  /// Where the text of the header lies.
  private static func start(
    of bytes: ArraySlice<UInt8>, _ label: String
  ) throws(DataError) -> Range<Int> {
    guard isArray(bytes) else {
      let found = Hexadecimal.text(bytes.prefix(6), separator: " ")
      throw DataError(
        .malformed,
        "\(label) starts with \(found.isEmpty ? "nothing" : found), but a NumPy array starts with "
          + "93 4e 55 4d 50 59. "
          + (bytes.starts(with: "PK".utf8)
            ? "It is a zip archive: let its name end in '.npz'."
            : "Check that it is the right file."))
    }
    let rest = bytes.dropFirst(magic.count)
    let version = (rest.first, rest.dropFirst().first)
    guard let major = version.0, let minor = version.1 else {
      throw DataError(.malformed, "\(label) ends within its header. Copy it again.")
    }
    guard (1...3).contains(major), minor == 0 else {
      throw DataError(
        .unsupported,
        "\(label) is of version \(major).\(minor) of the npy format; versions 1.0, 2.0 and 3.0 "
          + "are read. Save it with numpy.save.")
    }
    let width = major == 1 ? 2 : 4
    let digits = rest.dropFirst(2).prefix(width)
    guard digits.count == width else {
      throw DataError(.malformed, "\(label) ends within its header. Copy it again.")
    }
    let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.endIndex - digits.endIndex else {
      throw DataError(
        .malformed,
        "\(label) declares a header of \(length) bytes, but only "
          + "\(bytes.endIndex - digits.endIndex) follow. It is truncated: copy it again.")
    }
    return digits.endIndex..<digits.endIndex + length
  }

  private static func type(_ description: String, _ label: String) throws(DataError) -> NPYType {
    if let type = NPYType(description: description) { return type }
    guard let name = NPYType.unsupportedName(description) else {
      throw DataError(
        .unsupported, "\(label) has the unknown type \(description.quotedForMessage). \(remedy)")
    }
    throw unsupported("\(name) (\(description.quotedForMessage))", label)
  }

  private static func unsupported(_ values: String, _ label: String) -> DataError {
    DataError(
      .unsupported,
      "\(label) holds \(values); floating-point numbers, integers and Booleans are read. "
        + remedy)
  }

  private static let remedy = "Convert it with astype('float32') or astype('int64')."
}
