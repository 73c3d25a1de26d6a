/// What the list of a zip archive says of one entry.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.10, sections 4.3.12
/// and 4.5.3.
struct ZipEntry {
  /// How the bytes are stored.
  enum Method: UInt16 {
    /// As they are.
    case stored = 0
    /// Compressed by deflate, without a wrapping.
    case deflated = 8
  }

  let name: String
  let method: Method
  /// The CRC-32 of the content.
  let checksum: UInt32
  /// The number of bytes in the archive.
  let compressedSize: Int
  /// The number of bytes of the content.
  let size: Int
  /// Where the entry's own header starts.
  let start: Int

  /// The signature of an entry in the list.
  static let signature: UInt32 = 0x0201_4b50
  /// The length of an entry in the list, without its name and what follows it.
  static let shortest = 46
  /// The identifier of the field with sizes in 64 bits.
  static let wideField: UInt16 = 1

  /// Reads an entry of the list.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - place: Where the entry starts; moved to where the next one does.
  ///   - end: Where the list ends.
  ///   - file: What messages call the archive.
  /// - Throws: `DataError` where the entry is damaged, encrypted, or compressed in another way.
  init(
    _ bytes: [UInt8], at place: inout Int, before end: Int, in file: String
  ) throws(DataError) {
    guard end - place >= Self.shortest, bytes.number(UInt32.self, at: place) == Self.signature
    else {
      throw ZipDirectory.malformed(file, "has no entry at byte \(place), where one should be")
    }
    let start = place
    func short(_ offset: Int) -> UInt16 { bytes.number(UInt16.self, at: start + offset) }
    func long(_ offset: Int) -> UInt32 { bytes.number(UInt32.self, at: start + offset) }
    let nameEnd = start + Self.shortest + Int(short(28))
    let extraEnd = nameEnd + Int(short(30))
    place = extraEnd + Int(short(32))
    guard place <= end else {
      throw ZipDirectory.malformed(file, "has an entry at byte \(start) that its list cuts off")
    }
    name = String(decoding: bytes[start + Self.shortest..<nameEnd], as: UTF8.self)
    let label = "\(name.quotedForMessage) of '\(file)'"
    // Bits 0, 6 and 13 stand for encryption of the content, a strong one, and of the list.
    guard short(8) & 0x2041 == 0 else {
      throw DataError(
        .unsupported, "\(label) is encrypted. Save it with numpy.savez, without a password.")
    }
    guard let method = Method(rawValue: short(10)) else {
      throw DataError(
        .unsupported,
        "\(label) is compressed by \(Self.methodName(short(10))); stored and deflated entries are "
          + "read. Save it with numpy.savez or numpy.savez_compressed.")
    }
    self.method = method
    checksum = long(16)
    var wide = Self.wideNumbers(bytes, nameEnd..<extraEnd)
    // Numbers that do not fit are replaced, in this order, by those of the field.
    let isWide = [long(24), long(20), long(42)].map { $0 == .max }
    let numbers = zip([long(24), long(20), long(42)], isWide).map { narrow, isWide in
      isWide ? wide.popLast() : UInt64(narrow)
    }
    guard let size = numbers[0].flatMap({ Int(exactly: $0) }),
      let compressedSize = numbers[1].flatMap({ Int(exactly: $0) }),
      let header = numbers[2].flatMap({ Int(exactly: $0) })
    else { throw ZipDirectory.malformed(file, "does not say where \(name.quotedForMessage) is") }
    let isElsewhere = short(34) != 0 && short(34) != .max
    guard !isElsewhere else {
      throw DataError(
        .unsupported,
        "\(label) is in another part of the archive; only whole ones are read. "
          + "Save it with numpy.savez.")
    }
    self.size = size
    self.compressedSize = compressedSize
    self.start = header
  }

  /// The numbers of the field with 64 bits, the first one last.
  private static func wideNumbers(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt64] {
    var place = range.lowerBound
    while place + 4 <= range.upperBound {
      let identifier = bytes.number(UInt16.self, at: place)
      let end = place + 4 + Int(bytes.number(UInt16.self, at: place + 2))
      guard end <= range.upperBound else { return [] }
      if identifier == wideField {
        return stride(from: place + 4, through: end - 8, by: 8).reversed()
          .map { bytes.number(UInt64.self, at: $0) }
      }
      place = end
    }
    return []
  }

  private static func methodName(_ code: UInt16) -> String {
    switch code {
    case 9: "deflate64"
    case 12: "bzip2"
    case 14: "lzma"
    case 93: "zstandard"
    case 95: "xz"
    default: "method \(code)"
    }
  }
}
