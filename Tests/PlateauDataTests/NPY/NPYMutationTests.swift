import PlateauData
import PlateauNumerics
import Testing

@Suite("Damaged NumPy arrays")
struct NPYMutationTests {
  @Test(arguments: ["float.npy", "fortran.npy", "version2.npy", "booleans.npy"])
  func `are read or refused, and never trap`(name: String) throws {
    var generator = SeededGenerator(seed: 5, purpose: name)
    let original = try Fixture.bytes(name)
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<2000 {
      let bytes = Mutation.mutated(original, header: 80, &generator)
      do {
        let array = try NPYArray(parsing: bytes, named: "f")
        #expect(array.floats().count == array.count)
        #expect(array.doubles().count == array.count)
        _ = try? array.matrix(as: Float.self)
        _ = try? array.integers()
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Damage to spaces and values goes unnoticed: the format has no checksum.
    #expect(outcomes.read > 50 && outcomes.refused > 1000)
  }

  @Test func `every truncation is refused`() throws {
    let original = try Fixture.bytes("float.npy")
    for count in original.indices {
      #expect(throws: DataError.self) {
        try NPYArray(parsing: Array(original[..<count]), named: "f")
      }
    }
  }
}
