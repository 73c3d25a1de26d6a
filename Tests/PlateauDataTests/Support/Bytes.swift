/// Files made by hand.
enum Bytes {
  /// An IDX file.
  static func idx(
    _ dimensions: [UInt32], _ values: [UInt8], start: [UInt8] = [0, 0, 8], count: UInt8? = nil
  ) -> [UInt8] {
    start + [count ?? UInt8(dimensions.count)]
      + dimensions.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) } + values
  }

  /// A gzip file of bytes that are stored without compression, at most 65,535.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(UInt16(bytes.count))
      + little(~UInt16(bytes.count)) + bytes + little(checksum(bytes))
      + little(UInt32(bytes.count))
  }

  /// An npy file of any header, not padded.
  static func npy(_ header: String, _ values: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let length =
      version == 1 ? little(UInt16(header.utf8.count)) : little(UInt32(header.utf8.count))
    return [0x93] + "NUMPY".utf8 + [version, 0] + length + header.utf8 + values
  }

  /// The bytes of a number, the lowest first.
  static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian, Array.init)
  }

  /// The CRC-32 of bytes, one bit after the other.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var state = UInt32.max
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state & 1 == 0 ? state >> 1 : (state >> 1) ^ 0xedb8_8320 }
    }
    return ~state
  }
}
