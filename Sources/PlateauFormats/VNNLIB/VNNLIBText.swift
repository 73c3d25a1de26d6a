import PlateauData

/// A parenthesis, or what stands between them.
struct VNNLIBToken {
  enum Kind {
    case opening, closing
    /// A name, a number or a sign; of a name in bars what is between these.
    case word
    /// A text in quotation marks, which are a part of it.
    case text
    /// Numbers in brackets, which are a part of it.
    case brackets
  }

  let kind: Kind
  /// The bytes.
  let range: Range<Int>

  /// The offset of its first byte.
  var offset: Int { range.lowerBound }
}

/// The text of a property, read token by token.
struct VNNLIBText {
  /// Deeper nesting than any property needs, and far from a stack's end.
  static let deepest = 64

  let bytes: [UInt8]
  let name: String
  private var position = 0
  /// Where the parentheses begin that are open.
  private var openings: [Int] = []
  private var peeked: VNNLIBToken?

  init(_ bytes: [UInt8], named name: String) {
    self.bytes = bytes
    self.name = name
    // Some editors put a mark of the order of bytes at the start.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }

  /// The bytes of a token.
  subscript(token: VNNLIBToken) -> ArraySlice<UInt8> { bytes[token.range] }

  /// The bytes of a token as text.
  func text(of token: VNNLIBToken) -> String { String(decoding: self[token], as: UTF8.self) }

  /// Whether a token is a word.
  func isWord(_ token: VNNLIBToken, _ word: StaticString) -> Bool {
    guard token.kind == .word, token.range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { self[token].elementsEqual($0) }
  }

  /// The next token, which stays where it is; nil at the end.
  mutating func peek() throws(FormatError) -> VNNLIBToken? {
    if peeked == nil { peeked = try read() }
    return peeked
  }

  /// The next token; nil at the end of the file, where no parenthesis may be open.
  mutating func next() throws(FormatError) -> VNNLIBToken? {
    if let token = peeked {
      peeked = nil
      return token
    }
    return try read()
  }

  /// The next token of an expression in parentheses.
  mutating func inside() throws(FormatError) -> VNNLIBToken {
    // Inside of parentheses the end is an error of its own.
    guard let token = try next() else {
      throw failure(at: bytes.count, "the file ends in the middle of an expression")
    }
    return token
  }

  /// Reads up to the parenthesis that closes an expression, whatever stands there.
  mutating func skip() throws(FormatError) {
    var depth = 0
    while true {
      switch try inside().kind {
      case .opening: depth += 1
      case .closing:
        if depth == 0 { return }
        depth -= 1
      case .word, .text, .brackets: continue
      }
    }
  }

  private mutating func read() throws(FormatError) -> VNNLIBToken? {
    skipSpace()
    guard position < bytes.count else {
      if let start = openings.last {
        throw failure(at: start, "a parenthesis opens that is never closed")
      }
      return nil
    }
    let start = position
    switch bytes[position] {
    case UInt8(ascii: ")"):
      guard openings.popLast() != nil else {
        throw failure(at: start, "a parenthesis closes that was not opened")
      }
      position += 1
      return VNNLIBToken(kind: .closing, range: start..<position)
    case UInt8(ascii: "("):
      guard openings.count < Self.deepest else {
        throw failure(at: start, "parentheses are nested more than \(Self.deepest) deep")
      }
      openings.append(start)
      position += 1
      return VNNLIBToken(kind: .opening, range: start..<position)
    case UInt8(ascii: "|"):
      // A quoted name is the name without the bars.
      let end = try closing(UInt8(ascii: "|"), "a name in bars")
      return VNNLIBToken(kind: .word, range: start + 1..<end)
    case UInt8(ascii: "\""):
      let end = try closing(UInt8(ascii: "\""), "a text in quotation marks")
      return VNNLIBToken(kind: .text, range: start..<end + 1)
    case UInt8(ascii: "["):
      let end = try closing(UInt8(ascii: "]"), "a bracket")
      return VNNLIBToken(kind: .brackets, range: start..<end + 1)
    default:
      while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
      guard position > start else {
        throw failure(at: start, "there is a byte that is no printable ASCII")
      }
      return VNNLIBToken(kind: .word, range: start..<position)
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
    guard byte > 0x20, byte < 0x7f else { return false }
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "["): return false
    default: return true
    }
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

  /// A word as messages quote it.
  func quoted(_ token: VNNLIBToken) -> String {
    let text = String(decoding: self[token].prefix(32), as: UTF8.self)
    return (text + (token.range.count > 32 ? "…" : "")).quotedForMessage
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
