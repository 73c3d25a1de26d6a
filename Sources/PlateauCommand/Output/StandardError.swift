#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where progress and errors go.
enum StandardError {
  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The number of characters in a line of the terminal.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// What a sentence about input or work is.
  enum Remark: String, Encodable {
    case note, warning
  }

  /// Says something about what was read or is done, in a sentence.
  static func remark(_ kind: Remark, _ sentence: String) {
    guard !LineProtocol.isSpoken else {
      return LineProtocol.send(LineProtocol.Sentence(event: kind, text: sentence))
    }
    write("\(kind == .note ? "Note" : "Warning"): \(sentence)\n")
  }

  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
        Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        #endif
      }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
