/// The text of a property, read expression by expression.
struct VNNLIBText {
  /// Deeper nesting than any property needs, and far from a stack's end.
  static let deepest = 64

  private let bytes: [UInt8]
  private let name: String
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8], named name: String) {
    self.bytes = bytes
    self.name = name
    // Some editors put a mark of the order of bytes at the start.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }

  /// The next expression; nil at the end.
  mutating func next() throws(FormatError) -> VNNLIBExpression? {
    skipSpace()
    guard position < bytes.count else { return nil }
    return try expression()
  }

  private mutating func expression() throws(FormatError) -> VNNLIBExpression {
    let start = position
    switch bytes[position] {
    case UInt8(ascii: ")"):
      throw failure(at: start, "a parenthesis closes that was not opened")
    case UInt8(ascii: "("):
      guard depth < Self.deepest else {
        throw failure(at: start, "parentheses are nested more than \(Self.deepest) deep")
      }
      depth += 1
      defer { depth -= 1 }
      position += 1
      var list: [VNNLIBExpression] = []
      while true {
        skipSpace()
        guard position < bytes.count else {
          throw failure(at: start, "a parenthesis opens that is never closed")
        }
        if bytes[position] == UInt8(ascii: ")") { break }
        list.append(try expression())
      }
      position += 1
      return VNNLIBExpression(content: .list(list), offset: start)
    case UInt8(ascii: "|"):
      // A quoted name is the name without the bars.
      let end = try closing(UInt8(ascii: "|"), "a name in bars")
      return VNNLIBExpression(content: .word(bytes[start + 1..<end]), offset: start)
    case UInt8(ascii: "\""):
      let end = try closing(UInt8(ascii: "\""), "a text in quotation marks")
      return VNNLIBExpression(content: .word(bytes[start...end]), offset: start)
    default:
      while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
      guard position > start else {
        throw failure(at: start, "there is a byte that is no printable ASCII")
      }
      return VNNLIBExpression(content: .word(bytes[start..<position]), offset: start)
    }
  }

  /// Goes beyond the next byte that closes what opens here, and says where it is.
  private mutating func closing(_ byte: UInt8, _ what: String) throws(FormatError) -> Int {
    let start = position
    guard let end = bytes[(start + 1)...].firstIndex(of: byte) else {
      throw failure(at: start, "\(what) opens that is never closed")
    }
    position = end + 1
    return end
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "(") && byte != UInt8(ascii: ")")
      && byte != UInt8(ascii: ";")
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        position += 1
      case UInt8(ascii: ";"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      default: return
      }
    }
  }

  /// An error at a place, with its line and column from 1.
  func failure(
    at offset: Int, _ reason: String, _ remedy: String = "Correct the file.",
    _ code: FormatError.Code = .malformed
  ) -> FormatError {
    var (line, column) = (1, 1)
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return FormatError(code, "'\(name)', line \(line), column \(column): \(reason). \(remedy)")
  }
}
