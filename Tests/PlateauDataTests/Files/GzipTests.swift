import PlateauData
import Testing

@Suite("Gzip files")
struct GzipTests {
  @Test func `are read with all their members`() throws {
    let bytes = Bytes.gzip([1, 2]) + Bytes.gzip([]) + Bytes.gzip([3])
    #expect(try Gzip.decompressed(bytes, named: "f", limit: 3) == [1, 2, 3])
  }

  @Test func `are refused beyond a limit`() {
    #expect(
      message { try Gzip.decompressed(Bytes.gzip([1, 2, 3]), named: "f", limit: 2) }
        == "'f' decompresses to more than 2 bytes, the most that is expected. "
        + "Check that it is the right file.")
  }

  @Test func `are read where they are a thousand times smaller`() throws {
    let bytes = try Fixture.bytes("zeros.gz")
    #expect(bytes.count < 1200)
    // The room made at first, 65,536 bytes, has to grow.
    #expect(
      try Gzip.decompressed(bytes, named: "f", limit: 1 << 20)
        == Array(repeating: 0, count: 1 << 20))
    #expect(throws: DataError.self) {
      try Gzip.decompressed(bytes, named: "f", limit: 1 << 20 - 1)
    }
  }
}
