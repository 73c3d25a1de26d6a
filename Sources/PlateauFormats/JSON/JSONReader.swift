/// A strict reader of JSON (RFC 8259): UTF-8, no name twice in an object, limited nesting.
///
/// Foundation's decoder keeps the last of two members of one name without a word.
struct JSONReader {
  /// Why a text is not JSON, and where.
  struct Failure: Error {
    let position: Int
    let reason: String
  }

  /// Deeper nesting than any of the formats has, and far from a stack's end.
  private static let deepest = 32

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var depth = 0

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Reads a text that is one value.
  ///
  /// - Throws: `Failure` with the position from the start of the text.
  static func value(of bytes: ArraySlice<UInt8>) throws(Failure) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.endIndex else { throw reader.failure("something follows") }
    return value
  }

  // MARK: - Values

  private mutating func value() throws(Failure) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw failure("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(Failure) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(Failure) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("no value starts here")
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONValue {
    guard depth < Self.deepest else { throw failure("the nesting is too deep") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func object() throws(Failure) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    try elements(until: "}") { reader throws(Failure) in
      reader.skipSpace()
      let start = reader.position
      let name = try reader.string()
      guard names.insert(name).inserted else {
        throw Failure(
          position: start - reader.bytes.startIndex,
          reason: "the name \(name.quotedForMessage) occurs twice")
      }
      reader.skipSpace()
      try reader.expect(":")
      members.append(JSONValue.Member(name: name, value: try reader.value()))
    }
    return .object(members)
  }

  private mutating func array() throws(Failure) -> JSONValue {
    var values: [JSONValue] = []
    try elements(until: "]") { reader throws(Failure) in values.append(try reader.value()) }
    return .array(values)
  }

  private mutating func elements(
    until end: Unicode.Scalar, _ element: (inout JSONReader) throws(Failure) -> Void
  ) throws(Failure) {
    position += 1
    skipSpace()
    if peek == UInt8(ascii: end) {
      position += 1
      return
    }
    while true {
      try element(&self)
      skipSpace()
      if peek == UInt8(ascii: end) {
        position += 1
        return
      }
      try expect(",")
    }
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let whole = digits()
    guard whole.count == 1 || (whole.count > 1 && whole.first != UInt8(ascii: "0")) else {
      throw failure("a number starts wrongly")
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      guard !digits().isEmpty else { throw failure("a number lacks digits") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard !digits().isEmpty else { throw failure("a number lacks digits") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() -> ArraySlice<UInt8> {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return bytes[start..<position]
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[position...].starts(with: expected) else { throw failure("no value starts here") }
    position += expected.count
    return value
  }

  // MARK: - Strings

  private mutating func string() throws(Failure) -> String {
    try expect("\"")
    let start = position
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw Failure(
            position: start - bytes.startIndex, reason: "a string is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &content)
      case ..<0x20: throw failure("a string holds a control character", back: 1)
      default: content.append(byte)
      }
    }
    throw failure("the text ends within a string")
  }

  private mutating func escape(into content: inout [UInt8]) throws(Failure) {
    guard let byte = peek else { throw failure("the text ends within a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0c)
    case UInt8(ascii: "n"): content.append(0x0a)
    case UInt8(ascii: "r"): content.append(0x0d)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: Array(String(try scalar()).utf8))
    default: throw failure("an escape is unknown", back: 1)
    }
  }

  private mutating func scalar() throws(Failure) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), bytes[position...].starts(with: [0x5c, 0x75]) else {
      throw failure("half a surrogate pair stands alone")
    }
    position += 2
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else {
      throw failure("half a surrogate pair stands alone")
    }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("an escape lacks four hexadecimal digits") }
    position += 4
    return unit
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(Failure) {
    guard peek == UInt8(ascii: scalar) else {
      throw failure(
        peek == nil ? "the text ends where \(scalar) should be" : "\(scalar) is missing")
    }
    position += 1
  }

  private func failure(_ reason: String, back: Int = 0) -> Failure {
    Failure(position: position - back - bytes.startIndex, reason: reason)
  }
}
