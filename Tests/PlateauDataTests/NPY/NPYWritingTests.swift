import PlateauData
import PlateauNumerics
import Testing

@Suite("NumPy arrays that are written")
struct NPYWritingTests {
  let grid = NPYArray((0..<24).map { Float($0) / 8 }, shape: [2, 3, 4])

  @Test func `have the bytes that NumPy writes`() throws {
    #expect(try grid.encoded() == Fixture.bytes("float.npy"))
    let doubles = Matrix<Double>(rows: 2, columns: 2, elements: [0.5, -2, 1e300, 0x1p-1074])
    #expect(try NPYArray(doubles).encoded() == Fixture.bytes("double.npy"))
    #expect(
      try NPYArray([-1, 0, 1 << 62], shape: [3]).encoded() == Fixture.bytes("integers.npy"))
    #expect(
      try NPYArray([true, false], shape: [2, 1]).encoded() == Fixture.bytes("booleans.npy"))
  }

  @Test(arguments: ["float.npy", "fortran.npy", "integers.npy", "booleans.npy"])
  func `keep the order of what was read`(name: String) throws {
    let bytes = try Fixture.bytes(name)
    #expect(try NPYArray(parsing: bytes, named: name).encoded() == bytes)
  }

  @Test func `are read again`() throws {
    let folder = try TemporaryFolder()
    let special: [Double] = [.nan, .infinity, -0.0, .leastNonzeroMagnitude]
    try NPYArray(special, shape: [4, 1]).write(to: folder.path("a.npy"))
    let array = try NPYArray.read(folder.path("a.npy"))
    #expect(array.type == .double && array.shape == [4, 1])
    #expect(array.doubles().map(\.bitPattern) == special.map(\.bitPattern))
    let empty = NPYArray([Int](), shape: [3, 0])
    #expect(try NPYArray(parsing: empty.encoded(), named: "f").shape == [3, 0])
    let scalar = NPYArray([Float(2)], shape: [])
    #expect(try NPYArray(parsing: scalar.encoded(), named: "f").floats() == [2])
  }

  @Test func `start their values at a multiple of 64 bytes`() {
    for dimensions in 1...30 {
      let array = NPYArray([true], shape: Array(repeating: 1, count: dimensions))
      #expect(array.encoded().count % 64 == 1)
    }
  }
}
