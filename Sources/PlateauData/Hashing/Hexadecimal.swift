/// Bytes written as hexadecimal digits.
enum Hexadecimal {
  /// Two digits in lower case for each byte, with a separator between bytes.
  static func text(_ bytes: some Sequence<UInt8>, separator: String = "") -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined(separator: separator)
  }
}
