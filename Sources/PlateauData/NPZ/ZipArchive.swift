import CZlib

/// A zip archive in memory, read strictly: no two entries share a byte, and every size is checked
/// against the file before anything is allocated for it.
///
/// Sizes come from the list at the end, so entries written to a pipe, whose own headers have none,
/// are read too. Names are only names: nothing is written to a disk.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.10, section 4.3.
struct ZipArchive {
  /// What messages call the archive.
  let name: String
  /// The entries, in the order of the list.
  let entries: [ZipEntry]
  private let bytes: [UInt8]
  /// Where the content of each entry lies.
  private let ranges: [Range<Int>]

  /// The signature of an entry's own header.
  static let headerSignature: UInt32 = 0x0403_4b50
  /// The length of an entry's own header without its name and what follows it.
  static let headerLength = 30
  /// The largest content accepted, in bytes.
  static let largestSize = 1 << 33

  /// Reads the list of an archive, and finds its entries.
  init(parsing bytes: [UInt8], named name: String) throws(DataError) {
    let directory = try ZipDirectory(of: bytes, named: name)
    var entries: [ZipEntry] = []
    entries.reserveCapacity(directory.count)
    var place = directory.range.lowerBound
    for _ in 0..<directory.count {
      entries.append(
        try ZipEntry(bytes, at: &place, before: directory.range.upperBound, in: name))
    }
    guard place == directory.range.upperBound else {
      throw ZipDirectory.malformed(
        name,
        "has \(directory.range.upperBound - place) bytes after the \(directory.count) entries "
          + "of its list")
    }
    var ranges: [Range<Int>] = []
    for entry in entries {
      ranges.append(
        try Self.content(of: entry, bytes, before: directory.range.lowerBound, name))
    }
    self.bytes = bytes
    self.name = name
    self.entries = entries
    self.ranges = ranges
    try checkOverlap()
  }

  /// The content of an entry, by its place in the list.
  ///
  /// - Throws: `DataError` where the compressed data is damaged, or the content is not what its
  ///   size and checksum say.
  /// - Complexity: O(*size*); stored content is not copied.
  func content(at place: Int) throws(DataError) -> ArraySlice<UInt8> {
    let entry = entries[place]
    let stored = bytes[ranges[place]]
    let content = entry.method == .stored ? stored : try inflated(stored, entry)
    guard Self.checksum(content) == entry.checksum else {
      throw ZipDirectory.malformed(
        name, "holds \(entry.name.quotedForMessage) with another checksum than it declares")
    }
    return content
  }

  /// The CRC-32 of bytes.
  static func checksum(_ bytes: ArraySlice<UInt8>, after start: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { buffer in
      UInt32(
        truncatingIfNeeded: crc32_z(
          uLong(start), buffer.baseAddress?.assumingMemoryBound(to: Bytef.self), buffer.count))
    }
  }

  private func inflated(
    _ stored: ArraySlice<UInt8>, _ entry: ZipEntry
  ) throws(DataError) -> ArraySlice<UInt8> {
    let (content, outcome) = stored.withUnsafeBytes {
      Inflation.inflate($0, .none, limit: entry.size, expected: entry.size)
    }
    let entryName = entry.name.quotedForMessage
    switch outcome {
    case .complete where content.count == entry.size: return content[...]
    case .complete:
      throw ZipDirectory.malformed(
        name, "declares \(entry.size) bytes of \(entryName), but they are \(content.count)")
    case .limited:
      throw ZipDirectory.malformed(
        name, "declares \(entry.size) bytes of \(entryName), but they are more")
    case .truncated:
      throw ZipDirectory.malformed(name, "ends \(entryName) in the middle of its compressed data")
    case .corrupt:
      throw ZipDirectory.malformed(name, "holds damaged compressed data of \(entryName)")
    }
  }
}

// MARK: - Checks

extension ZipArchive {
  /// Where the content of an entry lies, checked against the file and its own header.
  private static func content(
    of entry: ZipEntry, _ bytes: [UInt8], before end: Int, _ file: String
  ) throws(DataError) -> Range<Int> {
    let entryName = entry.name.quotedForMessage
    guard entry.start <= end - headerLength,
      bytes.number(UInt32.self, at: entry.start) == headerSignature
    else {
      throw ZipDirectory.malformed(
        file, "says that \(entryName) starts at byte \(entry.start), but it does not")
    }
    let nameStart = entry.start + headerLength
    let nameEnd = nameStart + Int(bytes.number(UInt16.self, at: entry.start + 26))
    let start = nameEnd + Int(bytes.number(UInt16.self, at: entry.start + 28))
    guard start <= end, entry.compressedSize <= end - start else {
      throw ZipDirectory.malformed(
        file,
        "declares \(entry.compressedSize) bytes for \(entryName), more than there are "
          + "before its list of entries")
    }
    guard String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self) == entry.name else {
      throw ZipDirectory.malformed(
        file, "calls \(entryName) another name at byte \(entry.start)")
    }
    switch entry.method {
    case .stored where entry.size != entry.compressedSize:
      throw ZipDirectory.malformed(
        file, "declares \(entry.size) bytes of \(entryName), but stores \(entry.compressedSize)")
    case .deflated where !Inflation.canHold(entry.size, compressed: entry.compressedSize):
      throw ZipDirectory.malformed(
        file,
        "declares \(entry.size) bytes of \(entryName), more than \(entry.compressedSize) "
          + "compressed bytes can hold")
    default: break
    }
    guard entry.size <= largestSize else {
      throw DataError(
        .unsupported,
        "\(entryName) of '\(file)' has \(entry.size) bytes; at most \(largestSize) are read. "
          + "Save a smaller array.")
    }
    return start..<start + entry.compressedSize
  }

  private func checkOverlap() throws(DataError) {
    let order = entries.indices.sorted { entries[$0].start < entries[$1].start }
    for (earlier, later) in zip(order, order.dropFirst())
    where ranges[earlier].upperBound > entries[later].start {
      throw ZipDirectory.malformed(
        name,
        "has entries that overlap: \(entries[earlier].name.quotedForMessage) and "
          + entries[later].name.quotedForMessage)
    }
  }
}
