import PlateauFormats
import Testing

@Suite("Compressed properties")
struct VNNLIBGzipTests {
  /// A gzip file of stored bytes.
  private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt16(bytes.count)
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(count) + little(~count) + bytes
      + little(checksum(bytes)) + little(UInt32(count))
  }

  /// A gzip file of 258 · count + 1 spaces, by repetitions of the byte before.
  private func repetitions(_ count: Int) -> [UInt8] {
    // Fixed codes: a literal, repetitions of length 258 at distance 1, and the end.
    var bits: [Bool] = [true, true, false]
    func append(_ code: Int, _ width: Int) {
      for place in (0..<width).reversed() { bits.append(code >> place & 1 == 1) }
    }
    append(0x30 + 0x20, 8)
    for _ in 0..<count {
      append(0b1100_0101, 8)
      append(0, 5)
    }
    append(0, 7)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: bits.count, by: 8) {
      var byte: UInt8 = 0
      for place in 0..<min(8, bits.count - start) where bits[start + place] { byte |= 1 << place }
      bytes.append(byte)
    }
    let spaces = Array(repeating: UInt8(ascii: " "), count: 258 * count + 1)
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + bytes + little(checksum(spaces))
      + little(UInt32(spaces.count))
  }

  private func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1
      }
    }
  }

  @Test("Their first bytes tell, not their name")
  func plain() throws {
    let text = PropertyText.declarations + PropertyText.bounds + "(assert (<= Y_0 Y_1))"
    let found = try VNNLIBProperty(parsing: gzip(Array(text.utf8)), named: "p.vnnlib")
    #expect(found == (try PropertyText.read(text)))
  }

  @Test("Damaged ones are refused")
  func damaged() {
    let bytes = gzip(Array(PropertyText.declarations.utf8))
    let message = "'p.gz' ends in the middle of its gzip data. Fetch it again."
    #expect(throws: FormatError(.malformed, message)) {
      try VNNLIBProperty(parsing: Array(bytes.dropLast(9)), named: "p.gz")
    }
    var other = bytes
    other[other.count - 6] ^= 1
    #expect(throws: FormatError(.malformed, "'p.gz' holds damaged gzip data. Fetch it again.")) {
      try VNNLIBProperty(parsing: other, named: "p.gz")
    }
  }

  @Test("What they inflate to is limited")
  func bomb() {
    let member = repetitions(254)
    let copies = VNNLIBProperty.largestFile / (258 * 254) + 1
    let bytes = Array(repeatElement(member, count: copies).joined())
    let message =
      "'p.gz' decompresses to more than \(VNNLIBProperty.largestFile) bytes, the most that is expected. "
      + "Check that it is the right file."
    #expect(throws: FormatError(.malformed, message)) {
      try VNNLIBProperty(parsing: bytes, named: "p.gz")
    }
    // One of them alone is a file of spaces.
    let empty = "'p.gz' declares no X_0. Declare every input and output."
    #expect(throws: FormatError(.malformed, empty)) {
      try VNNLIBProperty(parsing: member, named: "p.gz")
    }
  }
}
