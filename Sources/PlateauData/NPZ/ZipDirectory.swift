/// Where the list of entries of a zip archive lies.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", version 6.3.10, sections 4.3.14
/// to 4.3.16.
struct ZipDirectory {
  /// The number of entries.
  let count: Int
  /// The bytes of the list.
  let range: Range<Int>

  /// The signature of the record at the end of an archive.
  static let endSignature: UInt32 = 0x0605_4b50
  /// The length of that record without its comment.
  static let endLength = 22
  /// The signature of the record that has the same in 64 bits.
  static let wideSignature: UInt32 = 0x0606_4b50
  /// The length of that record.
  static let wideLength = 56
  /// The signature of the record that says where the one before is.
  static let locatorSignature: UInt32 = 0x0706_4b50
  /// The length of that record.
  static let locatorLength = 20

  /// Finds the list.
  init(of bytes: [UInt8], named file: String) throws(DataError) {
    guard let end = Self.end(of: bytes) else {
      throw DataError(
        .malformed,
        "'\(file)' is not a zip archive, or not a whole one: the record at its end is missing. "
          + (NPYHeader.isArray(bytes)
            ? "It is a single array: save all arrays with numpy.savez."
            : "Check that it is the right file, or copy it again."))
    }
    let locator = end - Self.locatorLength
    let isWide =
      locator >= 0 && bytes.number(UInt32.self, at: locator) == Self.locatorSignature
    let fields = isWide ? try Self.wide(bytes, at: locator, file) : Self.narrow(bytes, at: end)
    guard fields.disks.allSatisfy({ $0 == 0 }), fields.countHere == fields.count else {
      throw DataError(
        .unsupported,
        "'\(file)' is one of several parts of a zip archive; only whole ones are read. "
          + "Save it with numpy.savez.")
    }
    let last = isWide ? fields.place : end
    guard let start = Int(exactly: fields.offset), let length = Int(exactly: fields.length),
      start <= last, length <= last - start
    else {
      throw Self.malformed(
        file,
        "says that its list of \(fields.length) bytes starts at byte \(fields.offset), but "
          + "only the \(last) bytes before the end record can hold it")
    }
    guard let count = Int(exactly: fields.count), count <= length / ZipEntry.shortest else {
      throw Self.malformed(
        file, "declares \(fields.count) entries, more than its list of \(length) bytes can hold")
    }
    self.count = count
    range = start..<start + length
  }

  /// What the records say; `place` is where the record itself starts.
  private struct Fields {
    var disks: [UInt32]
    var countHere: UInt64
    var count: UInt64
    var length: UInt64
    var offset: UInt64
    var place: Int
  }

  /// The record at the end: the last one whose comment reaches exactly to the end.
  private static func end(of bytes: [UInt8]) -> Int? {
    let last = bytes.count - endLength
    guard last >= 0 else { return nil }
    return stride(from: last, through: max(0, last - 0xffff), by: -1).first { place in
      bytes[place] == 0x50 && bytes.number(UInt32.self, at: place) == endSignature
        && Int(bytes.number(UInt16.self, at: place + 20)) == last - place
    }
  }

  private static func narrow(_ bytes: [UInt8], at end: Int) -> Fields {
    Fields(
      disks: [4, 6].map { UInt32(bytes.number(UInt16.self, at: end + $0)) },
      countHere: UInt64(bytes.number(UInt16.self, at: end + 8)),
      count: UInt64(bytes.number(UInt16.self, at: end + 10)),
      length: UInt64(bytes.number(UInt32.self, at: end + 12)),
      offset: UInt64(bytes.number(UInt32.self, at: end + 16)), place: end)
  }

  private static func wide(
    _ bytes: [UInt8], at locator: Int, _ file: String
  ) throws(DataError) -> Fields {
    let declared = bytes.number(UInt64.self, at: locator + 8)
    guard let place = Int(exactly: declared), place <= locator - wideLength,
      bytes.number(UInt32.self, at: place) == wideSignature
    else {
      throw malformed(
        file, "says that its zip64 record is at byte \(declared), but it is not there")
    }
    return Fields(
      disks: [16, 20].map { bytes.number(UInt32.self, at: place + $0) }
        + [bytes.number(UInt32.self, at: locator + 4)],
      countHere: bytes.number(UInt64.self, at: place + 24),
      count: bytes.number(UInt64.self, at: place + 32),
      length: bytes.number(UInt64.self, at: place + 40),
      offset: bytes.number(UInt64.self, at: place + 48), place: place)
  }

  static func malformed(_ file: String, _ finding: String) -> DataError {
    DataError(.malformed, "'\(file)' \(finding). It is damaged: copy or save it again.")
  }
}
