import PlateauData
import PlateauNumerics
import Testing

@Suite("npz files that are written")
struct NPZWritingTests {
  let builder: NPZBuilder

  init() {
    var builder = NPZBuilder()
    let x = Matrix<Float>(rows: 2, columns: 12, elements: (0..<24).map { Float($0) / 8 })
    builder.add("x", NPYArray(x))
    builder.add("y", NPYArray([7, -3], shape: [2]))
    builder.add("success", NPYArray([true, false], shape: [2]))
    builder.add("σ", NPYArray([0.1, 1e300], shape: [2, 1]))
    self.builder = builder
  }

  /// The fixtures were read by NumPy, as their program checks.
  @Test func `have the bytes that NumPy was seen to read`() throws {
    #expect(try builder.encoded() == Fixture.bytes("plateau.npz"))
    #expect(try builder.encoded(wideFrom: 0) == Fixture.bytes("plateau-wide.npz"))
  }

  @Test func `are read again, with numbers of any width`() throws {
    // From 100 bytes on some entries have 64 bits, others 32.
    for limit in [0, 1, 100, 140, 400, 1000, 1 << 32 - 1] {
      let file = try NPZFile(parsing: builder.encoded(wideFrom: limit), named: "f")
      #expect(file.names == ["x", "y", "success", "σ"])
      #expect(try file.array("x").floats() == (0..<24).map { Float($0) / 8 })
      #expect(try file.array("x").shape == [2, 12])
      #expect(try file.array("y").integers() == [7, -3])
      #expect(try file.array("success").type == .boolean)
      #expect(try file.array("success").integers() == [1, 0])
      #expect(try file.array("σ").doubles() == [0.1, 1e300])
    }
  }

  @Test func `are written in one step`() throws {
    let folder = try TemporaryFolder()
    try builder.write(to: folder.path("a.npz"))
    #expect(try FileBytes.read(folder.path("a.npz")) == builder.encoded())
    #expect(
      message(in: folder) { try builder.write(to: folder.path("none/a.npz")) }
        == "Cannot create 'DIR/none/a.npz': No such file or directory. Create the folder first.")
  }

  @Test func `may have more entries than 16 bits count`() throws {
    var builder = NPZBuilder()
    let value = NPYArray([true], shape: [])
    for index in 0..<3 { builder.add("\(index)", value) }
    let file = try NPZFile(parsing: builder.encoded(wideFrom: 3), named: "f")
    #expect(file.names == ["0", "1", "2"])
  }
}
