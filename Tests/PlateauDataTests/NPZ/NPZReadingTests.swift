import PlateauData
import PlateauNumerics
import Testing

@Suite("npz files")
struct NPZReadingTests {
  @Test func `hold the same whether compressed or not`() throws {
    let stored = try NPZFile.read(Fixture.path("stored.npz"))
    let deflated = try NPZFile.read(Fixture.path("deflated.npz"))
    #expect(stored.names.count == 26)
    #expect(stored.names == deflated.names)
    for name in stored.names {
      #expect(try stored.array(name).encoded() == deflated.array(name).encoded())
    }
    #expect(stored.contains("grid") && !stored.contains("grid.npy"))
  }

  @Test func `are read when they were written to a pipe`() throws {
    let file = try NPZFile.read(Fixture.path("piped.npz"))
    #expect(file.names == ["x", "y"])
    #expect(try file.array("y").integers() == [2, 0])
  }

  @Test func `pass over entries that are no arrays, and never use names as paths`() throws {
    var zip = ZipBytes()
    zip.add("readme.txt", Array("text".utf8))
    zip.add("folder/", [])
    zip.add("../../x.npy", NPYArray([1], shape: [1]).encoded())
    let file = try NPZFile(parsing: zip.bytes(), named: "f")
    #expect(file.names == ["../../x"])
    #expect(try file.array("../../x").integers() == [1])
  }

  @Test func `may have a comment at their end, and may be empty`() throws {
    var zip = ZipBytes()
    zip.add("x.npy", NPYArray([1], shape: [1]).encoded())
    let comment = Array("PK\u{5}\u{6} is in this comment, which is long enough".utf8)
    let file = try NPZFile(parsing: zip.bytes(comment: comment), named: "f")
    #expect(file.names == ["x"])
    #expect(try NPZFile(parsing: ZipBytes().bytes(), named: "f").names == [])
  }

  @Test func `say which arrays there are`() throws {
    let file = try NPZFile.read(Fixture.path("test-only.npz"))
    #expect(
      message { try file.array("z") }
        == "'\(file.name)' has no array 'z'; it has 'x', 'y'. Check that it is the right file.")
    let many = try NPZFile(
      parsing: Fixture.bytes("stored.npz"), named: "f")
    #expect(
      message { try many.array("z\n") }
        == "'f' has no array 'z\\u{a}'; it has 'b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8' "
        + "and 18 more. Check that it is the right file.")
    #expect(
      message { try NPZFile(parsing: ZipBytes().bytes(), named: "f").array("x") }
        == "'f' has no array 'x'; it has none. Check that it is the right file.")
  }
}
