/// A strict reader of the Python literal in the header of an array.
///
/// It is a dictionary of exactly `descr`, a text; `fortran_order`, a Boolean; and `shape`, a tuple
/// of whole numbers. Order, spaces and a comma before a closing bracket are free.
///
/// Source: NumPy reference, "numpy.lib.format", section "Format Version 1.0".
struct NPYHeaderReader {
  /// Why a text is not such a literal, and where.
  struct Failure: Error {
    let position: Int
    let reason: String
    /// Whether all is well but for a type that is a list of fields.
    var isStructured = false
  }

  /// What the literal says.
  struct Fields {
    let type: String
    let isColumnMajor: Bool
    let shape: [Int]
  }

  /// NumPy allows 64 dimensions.
  private static let mostDimensions = 64

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Reads a text.
  ///
  /// - Throws: `Failure` with the position from the start of the text.
  static func fields(of bytes: ArraySlice<UInt8>) throws(Failure) -> Fields {
    var reader = NPYHeaderReader(bytes)
    let fields = try reader.fields()
    reader.skipSpace()
    guard reader.peek == nil else { throw reader.failure("something follows") }
    return fields
  }

  private mutating func fields() throws(Failure) -> Fields {
    var type: String?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try elements(from: "{", to: "}") { reader throws(Failure) in
      let start = reader.position
      let key = try reader.string()
      let isNew: Bool
      switch key {
      case "descr": isNew = type == nil
      case "fortran_order": isNew = isColumnMajor == nil
      case "shape": isNew = shape == nil
      default: throw reader.failure("the key \(key.quotedForMessage) is unknown", at: start)
      }
      guard isNew else { throw reader.failure("the key '\(key)' occurs twice", at: start) }
      try reader.expect(":")
      switch key {
      case "descr": type = try reader.type()
      case "fortran_order": isColumnMajor = try reader.boolean()
      default: shape = try reader.shape()
      }
    }
    guard let type else { throw failure("'descr' is missing") }
    guard let isColumnMajor else { throw failure("'fortran_order' is missing") }
    guard let shape else { throw failure("'shape' is missing") }
    return Fields(type: type, isColumnMajor: isColumnMajor, shape: shape)
  }

  // MARK: - Values

  /// The text of a type; a list or tuple stands for several fields, and is not looked into.
  private mutating func type() throws(Failure) -> String {
    skipSpace()
    if peek == UInt8(ascii: "[") || peek == UInt8(ascii: "(") {
      throw Failure(
        position: position - bytes.startIndex, reason: "a list of fields starts",
        isStructured: true)
    }
    return try string()
  }

  private mutating func boolean() throws(Failure) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] {
      if bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
    }
    throw failure("True or False should stand")
  }

  private mutating func shape() throws(Failure) -> [Int] {
    var shape: [Int] = []
    var hasComma = false
    hasComma = try elements(from: "(", to: ")") { reader throws(Failure) in
      guard shape.count < Self.mostDimensions else {
        throw reader.failure("more than \(Self.mostDimensions) dimensions start")
      }
      shape.append(try reader.number())
    }
    guard shape.count != 1 || hasComma else {
      throw failure("a shape of one dimension lacks its comma")
    }
    return shape
  }

  private mutating func number() throws(Failure) -> Int {
    skipSpace()
    let start = position
    if peek == UInt8(ascii: "-") { throw failure("a size is negative") }
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !digits.isEmpty else { throw failure("a whole number should stand") }
    guard let number = Int(digits) else {
      throw failure("a size is above \(Int.max)", at: start)
    }
    // Python 2 wrote long integers so.
    if peek == UInt8(ascii: "L") { position += 1 }
    return number
  }

  private mutating func string() throws(Failure) -> String {
    skipSpace()
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw failure("a text in quotation marks should stand")
    }
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote) else {
      throw failure("a text has no end")
    }
    let content = bytes[start..<end]
    guard !content.contains(UInt8(ascii: "\\")) else { throw failure("a text has a backslash") }
    position = end + 1
    return String(decoding: content, as: UTF8.self)
  }

  // MARK: - Characters

  /// Reads elements between brackets, separated by commas; true where a comma ends them.
  @discardableResult
  private mutating func elements(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ element: (inout NPYHeaderReader) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    try expect(opening)
    var hasComma = false
    while true {
      skipSpace()
      if peek == UInt8(ascii: closing) { break }
      try element(&self)
      skipSpace()
      hasComma = peek == UInt8(ascii: ",")
      if hasComma { position += 1 } else { break }
    }
    try expect(closing)
    return hasComma
  }

  private mutating func expect(_ symbol: Unicode.Scalar) throws(Failure) {
    skipSpace()
    guard peek == UInt8(ascii: symbol) else { throw failure("\(symbol) is missing") }
    position += 1
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private func failure(_ reason: String, at place: Int? = nil) -> Failure {
    Failure(position: (place ?? position) - bytes.startIndex, reason: reason)
  }
}
