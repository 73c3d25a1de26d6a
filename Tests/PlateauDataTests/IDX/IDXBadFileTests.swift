import PlateauData
import Testing

@Suite("IDX files that are refused")
struct IDXBadFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let dimensions: Int
    let message: String
    var testDescription: String { message }

    init(_ bytes: [UInt8], dimensions: Int = 1, _ message: String) {
      self.bytes = bytes
      self.dimensions = dimensions
      self.message = message
    }
  }

  static let headers: [Case] = [
    Case([], "'f' has 0 bytes, too few for the header of an IDX file. Fetch it again."),
    Case([0, 0, 8], "'f' has 3 bytes, too few for the header of an IDX file. Fetch it again."),
    Case(
      [0, 0, 8, 1, 0, 0, 0],
      "'f' ends within its header: it has 7 of 8 bytes. Fetch it again."),
    Case(
      Array("PK\u{3}\u{4}".utf8),
      "'f' starts with 50 4b 03 04, but an IDX file of bytes starts with 00 00 08. "
        + "Check that it is the right file."),
    Case(
      Bytes.gzip(Bytes.idx([1], [1])),
      "'f' starts with 1f 8b 08 00, but an IDX file of bytes starts with 00 00 08. "
        + "It is a gzip file: let its name end in '.gz'."),
    Case(
      Bytes.idx([1], [1], start: [0, 0, 0x0d]),
      "'f' holds 32-bit floating-point numbers (0x0d), but IDX files are read only where they "
        + "hold unsigned bytes (0x08). Convert it, or use npz."),
    Case(
      Bytes.idx([1], [1], start: [0, 0, 0x7f]),
      "'f' holds values of an unknown type (0x7f), but IDX files are read only where they hold "
        + "unsigned bytes (0x08). Convert it, or use npz."),
    Case(
      Bytes.idx([1, 1, 1], [1]),
      "'f' has 3 dimensions, but 1 is needed. Images have 3 and labels 1: check that the files "
        + "are not exchanged."),
    Case(
      Bytes.idx([1], [1]), dimensions: 3,
      "'f' has 1 dimension, but 3 are needed. Images have 3 and labels 1: check that the files "
        + "are not exchanged."),
  ]

  static let sizes: [Case] = [
    Case(
      Bytes.idx([5], [1, 2]),
      "'f' declares 5 values, but only 2 follow the header in the file: it is truncated. "
        + "Fetch it again."),
    Case(
      Bytes.idx([2], [1, 2, 3]),
      "'f' declares 2 values, but 3 follow the header. Fetch it again."),
    Case(
      Bytes.idx([2, 3, 4], [1]), dimensions: 3,
      "'f' declares 2×3×4 = 24 values, but only 1 follow the header in the file: it is truncated. "
        + "Fetch it again."),
    Case(
      Bytes.idx([1 << 31, 1 << 31, 1], [1]), dimensions: 3,
      "'f' declares 2147483648×2147483648×1 = 4611686018427387904 values, but only 1 follow the "
        + "header in the file: it is truncated. Fetch it again."),
    Case(
      Bytes.idx([1 << 31, 1 << 31, 2], [1]), dimensions: 3,
      "'f' declares the impossible size 2147483648×2147483648×2. Fetch it again."),
  ]

  @Test(arguments: headers + sizes)
  func `say what is wrong`(_ wrong: Case) {
    #expect(
      message {
        try IDXFile(parsing: wrong.bytes, named: "f", dimensionCount: wrong.dimensions)
      } == wrong.message)
  }

  @Test(arguments: sizes)
  func `say the same when compressed`(_ wrong: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Bytes.gzip(wrong.bytes), "f.gz")
    let found = message(in: folder) {
      try IDXFile.read(path, dimensionCount: wrong.dimensions)
    }
    let compressed = Bytes.gzip(wrong.bytes).count
    // Only the end of compressed data says how much there is.
    let expected = wrong.message.replacing("'f'", with: "'DIR/f.gz'")
      .replacing("3 follow the header", with: "more follow the header")
      .replacing(
        "= 4611686018427387904 values, but only 1 follow the header in",
        with: "= 4611686018427387904 values, but its \(compressed) compressed bytes cannot hold")
    #expect(found == expected)
  }

  @Test func `say when gzip data is missing or damaged`() throws {
    let folder = try TemporaryFolder()
    let good = Bytes.gzip(Bytes.idx([4], [1, 2, 3, 4]))
    var damaged = good
    damaged[24] ^= 1
    let cases: [([UInt8], String)] = [
      (
        Bytes.idx([1], [1]),
        "'DIR/f.gz' is not a gzip file: it starts with 00 00, not 1f 8b. Remove '.gz' from its "
          + "name if it is not compressed, or fetch it again."
      ),
      (
        [],
        "'DIR/f.gz' is not a gzip file: it starts with nothing, not 1f 8b. Remove '.gz' from its "
          + "name if it is not compressed, or fetch it again."
      ),
      (
        Array(good.dropLast(9)),
        "'DIR/f.gz' ends in the middle of its gzip data. Fetch it again."
      ),
      (damaged, "'DIR/f.gz' holds damaged gzip data. Fetch it again."),
    ]
    for (bytes, expected) in cases {
      let path = try folder.write(bytes, "f.gz")
      #expect(message(in: folder) { try IDXFile.read(path, dimensionCount: 1) } == expected)
    }
  }
}
