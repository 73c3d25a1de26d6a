/// The content of a zip archive to be written, of entries that are stored as they are.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.10, section 4.3.
struct ZipWriter: Sendable {
  private struct Entry: Sendable {
    let name: [UInt8]
    let pieces: [ArraySlice<UInt8>]
    let size: Int
    let checksum: UInt32
  }

  private var entries: [Entry] = []

  /// Adds an entry; the bytes are shared, not copied.
  mutating func add(_ name: String, _ pieces: [ArraySlice<UInt8>]) {
    let name = Array(name.utf8)
    precondition(name.count <= 65_004, "the name of an entry is too long")
    precondition(!entries.contains { $0.name == name }, "each name is used once")
    let checksum = pieces.reduce(0) { ZipArchive.checksum($1, after: $0) }
    entries.append(
      Entry(
        name: name, pieces: pieces, size: pieces.reduce(0) { $0 + $1.count }, checksum: checksum))
  }

  /// The bytes of the archive, in pieces.
  ///
  /// - Parameter limit: From which number on 64 bits are used.
  /// - Returns: Headers, contents, the list and its end, one after the other.
  func pieces(wideFrom limit: Int = 0xffff_ffff) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var list: [UInt8] = []
    var offset = 0
    for entry in entries {
      let header = Self.header(entry, isWide: entry.size >= limit)
      list += Self.listed(entry, at: offset, isWide: max(entry.size, offset) >= limit)
      result.append(header[...])
      result += entry.pieces
      offset += header.count + entry.size
    }
    let isWide = max(offset, list.count) >= limit || entries.count >= min(limit, 0xffff)
    result.append(list[...])
    result.append(Self.end(entries.count, list.count, at: offset, isWide: isWide)[...])
    return result
  }

  /// The header before the content of an entry.
  private static func header(_ entry: Entry, isWide: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: ZipArchive.headerSignature)
    appendDescription(entry, size: isWide ? .max : UInt32(entry.size), isWide, &bytes)
    bytes.append(number: UInt16(isWide ? 20 : 0))
    bytes += entry.name
    if isWide { appendWide([entry.size, entry.size], &bytes) }
    return bytes
  }

  /// The entry in the list at the end.
  private static func listed(_ entry: Entry, at offset: Int, isWide: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: ZipEntry.signature)
    // Made on Unix, so that the attributes are those of Unix: a file that its owner may write.
    bytes.append(number: UInt16(3 << 8 | (isWide ? 45 : 20)))
    appendDescription(entry, size: isWide ? .max : UInt32(entry.size), isWide, &bytes)
    bytes.append(number: UInt16(isWide ? 28 : 0))
    // No comment, the first part, no internal attributes.
    for _ in 0..<3 { bytes.append(number: UInt16(0)) }
    bytes.append(number: UInt32(0o100644) << 16)
    bytes.append(number: isWide ? .max : UInt32(offset))
    bytes += entry.name
    if isWide { appendWide([entry.size, entry.size, offset], &bytes) }
    return bytes
  }

  /// What both headers of an entry have: from the version to the length of the name.
  private static func appendDescription(
    _ entry: Entry, size: UInt32, _ isWide: Bool, _ bytes: inout [UInt8]
  ) {
    let isASCII = entry.name.allSatisfy { $0 < 0x80 }
    bytes.append(number: UInt16(isWide ? 45 : 20))
    bytes.append(number: UInt16(isASCII ? 0 : 0x0800))
    bytes.append(number: ZipEntry.Method.stored.rawValue)
    // Midnight of January 1, 1980.
    bytes.append(number: UInt16(0))
    bytes.append(number: UInt16(1 << 5 | 1))
    bytes.append(number: entry.checksum)
    bytes.append(number: size)
    bytes.append(number: size)
    bytes.append(number: UInt16(entry.name.count))
  }

  private static func appendWide(_ numbers: [Int], _ bytes: inout [UInt8]) {
    bytes.append(number: ZipEntry.wideField)
    bytes.append(number: UInt16(8 * numbers.count))
    for number in numbers { bytes.append(number: UInt64(number)) }
  }

  /// The records after the list.
  private static func end(_ count: Int, _ length: Int, at offset: Int, isWide: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if isWide {
      bytes.append(number: ZipDirectory.wideSignature)
      bytes.append(number: UInt64(ZipDirectory.wideLength - 12))
      bytes.append(number: UInt16(3 << 8 | 45))
      bytes.append(number: UInt16(45))
      bytes.append(number: UInt64(0))
      for number in [count, count, length, offset] { bytes.append(number: UInt64(number)) }
      bytes.append(number: ZipDirectory.locatorSignature)
      bytes.append(number: UInt32(0))
      bytes.append(number: UInt64(offset + length))
      bytes.append(number: UInt32(1))
    }
    bytes.append(number: ZipDirectory.endSignature)
    bytes.append(number: UInt32(0))
    for _ in 0..<2 { bytes.append(number: isWide ? .max : UInt16(count)) }
    for number in [length, offset] { bytes.append(number: isWide ? .max : UInt32(number)) }
    bytes.append(number: UInt16(0))
    return bytes
  }
}
