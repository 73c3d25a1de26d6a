import PlateauData
import Testing

@Suite("npz files that are refused")
struct NPZBadFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    var testDescription: String { message }

    init(_ bytes: [UInt8], _ message: String) {
      self.bytes = bytes
      self.message = message
    }
  }

  static let again = "It is damaged: copy or save it again."
  static let missing =
    "'f' is not a zip archive, or not a whole one: the record at its end is "
    + "missing. "

  /// An archive of two arrays, x of 129 bytes and y of 136, changed and then written.
  static func zip(
    disk: UInt16 = 0, _ change: (inout ZipBytes) -> Void = { _ in }
  ) -> [UInt8] {
    var zip = ZipBytes()
    zip.add("x.npy", NPYArray([true], shape: [1]).encoded())
    zip.add("y.npy", NPYArray([5], shape: [1]).encoded())
    change(&zip)
    return zip.bytes(disk: disk)
  }

  static func entry(_ message: String, _ change: (inout ZipBytes.Entry) -> Void) -> Case {
    Case(zip { change(&$0.entries[0]) }, message)
  }

  static let archives: [Case] = [
    Case([], missing + "Check that it is the right file, or copy it again."),
    Case(
      Array(zip().dropLast()), missing + "Check that it is the right file, or copy it again."),
    Case(
      NPYArray([5], shape: [1]).encoded(),
      missing + "It is a single array: save all arrays with numpy.savez."),
    Case(
      zip(disk: 1),
      "'f' is one of several parts of a zip archive; only whole ones are read. "
        + "Save it with numpy.savez."),
    Case(
      Array(zip().dropFirst(10)),
      "'f' says that its list of 102 bytes starts at byte 335, but only the 427 bytes before the "
        + "end record can hold it. \(again)"),
    Case(
      zip { $0.count = 3 },
      "'f' declares 3 entries, more than its list of 102 bytes can hold. \(again)"),
    Case(
      zip { $0.count = 1 }, "'f' has 51 bytes after the 1 entries of its list. \(again)"),
    Case(
      zip { $0.extraLength = 1 },
      "'f' says that its list of 103 bytes starts at byte 335, but only the 437 bytes before the "
        + "end record can hold it. \(again)"),
    Case(
      zip { $0.extraLength = ~0 }, "'f' has an entry at byte 386 that its list cuts off. \(again)"),
    Case(
      {
        var bytes = zip()
        bytes[386] = 0
        return bytes
      }(), "'f' has no entry at byte 386, where one should be. \(again)"),
    Case(
      zip {
        $0.entries[1].name[0] = 0x78; $0.entries[1].otherName = nil
      },
      "'f' has two arrays 'x'. \(again)"),
  ]

  static let entries: [Case] = [
    entry("'x.npy' of 'f' is encrypted. Save it with numpy.savez, without a password.") {
      $0.flags = 1
    },
    entry(
      "'x.npy' of 'f' is compressed by zstandard; stored and deflated entries are read. "
        + "Save it with numpy.savez or numpy.savez_compressed."
    ) { $0.method = 93 },
    entry(
      "'x.npy' of 'f' is compressed by method 99; stored and deflated entries are read. "
        + "Save it with numpy.savez or numpy.savez_compressed."
    ) { $0.method = 99 },
    entry(
      "'x.npy' of 'f' is in another part of the archive; only whole ones are read. "
        + "Save it with numpy.savez."
    ) { $0.disk = 2 },
    entry("'f' does not say where 'x.npy' is. \(again)") { $0.offset = .max },
    entry("'f' does not say where 'x.npy' is. \(again)") {
      $0.size = .max
      $0.extra = [1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0x80]
    },
    entry("'f' says that 'x.npy' starts at byte 1, but it does not. \(again)") { $0.offset = 1 },
    entry("'f' says that 'x.npy' starts at byte 4294967294, but it does not. \(again)") {
      $0.offset = .max - 1
    },
    entry(
      "'f' declares 1000 bytes for 'x.npy', more than there are before its list of entries. "
        + again
    ) { $0.compressedSize = 1000 },
    entry("'f' calls 'x.npy' another name at byte 0. \(again)") {
      $0.otherName = Array("z.npy".utf8)
    },
    entry("'f' declares 130 bytes of 'x.npy', but stores 129. \(again)") { $0.size = 130 },
    entry(
      "'f' declares 133129 bytes of 'x.npy', more than 129 compressed bytes can hold. \(again)"
    ) {
      $0.method = 8
      $0.size = 129 * 1032 + 1
    },
    entry("'f' has entries that overlap: 'x.npy' and 'y.npy'. \(again)") {
      $0.compressedSize = 130
      $0.size = 130
    },
  ]

  /// A deflated entry: a stored block of the bytes 1, 2, 3.
  static func deflated(_ message: String, _ change: (inout ZipBytes.Entry) -> Void) -> Case {
    entry(message) {
      $0.method = 8
      $0.data = [1, 3, 0, 0xfc, 0xff, 1, 2, 3] + Array(repeating: 0, count: 121)
      $0.compressedSize = 8
      $0.size = 3
      $0.checksum = Bytes.checksum([1, 2, 3])
      change(&$0)
    }
  }

  static let contents: [Case] = [
    entry("'f' holds 'x.npy' with another checksum than it declares. \(again)") {
      $0.checksum ^= 1
    },
    deflated("'f' holds 'x.npy' with another checksum than it declares. \(again)") {
      $0.checksum ^= 1
    },
    deflated("'f' declares 4 bytes of 'x.npy', but they are 3. \(again)") { $0.size = 4 },
    deflated("'f' declares 2 bytes of 'x.npy', but they are more. \(again)") { $0.size = 2 },
    deflated("'f' ends 'x.npy' in the middle of its compressed data. \(again)") {
      $0.compressedSize = 7
    },
    deflated("'f' holds damaged compressed data of 'x.npy'. \(again)") { $0.data[3] = 0 },
    deflated(
      "Array 'x' of 'f' starts with 01 02 03, but a NumPy array starts with 93 4e 55 4d 50 59. "
        + "Check that it is the right file."
    ) { _ in },
  ]

  @Test(arguments: archives + entries)
  func `say what is wrong with the archive`(_ wrong: Case) {
    #expect(message { try NPZFile(parsing: wrong.bytes, named: "f") } == wrong.message)
  }

  @Test(arguments: contents)
  func `say what is wrong with an array`(_ wrong: Case) throws {
    let file = try NPZFile(parsing: wrong.bytes, named: "f")
    #expect(message { try file.array("x") } == wrong.message)
    // The other array is not affected.
    #expect(try file.array("y").integers() == [5])
  }

  @Test(arguments: [("bzip2", "bzip2"), ("lzma", "lzma")])
  func `name other compressions`(name: String, method: String) {
    #expect(
      message { try NPZFile(parsing: Fixture.bytes(name + ".npz"), named: "f") }
        == "'x.npy' of 'f' is compressed by \(method); stored and deflated entries are read. "
        + "Save it with numpy.savez or numpy.savez_compressed.")
  }

  @Test func `say when the record of 64 bits is not where it should be`() throws {
    var bytes = try Fixture.bytes("plateau-wide.npz")
    bytes[bytes.count - 22 - 12] ^= 1
    #expect(
      message { try NPZFile(parsing: bytes, named: "f") }.hasPrefix(
        "'f' says that its zip64 record is at byte "))
  }
}
