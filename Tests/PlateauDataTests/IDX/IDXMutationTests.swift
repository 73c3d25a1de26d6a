import PlateauData
import PlateauNumerics
import Testing

@Suite("Damaged IDX files")
struct IDXMutationTests {
  let original = Bytes.idx([5, 2, 3], (0..<30).map { UInt8($0) })

  @Test func `are read or refused, and never trap`() {
    var generator = SeededGenerator(seed: 3, purpose: "mutations")
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<5000 {
      // Mostly within the header of 16 bytes.
      let bytes = Mutation.mutated(original, header: 16, &generator)
      do {
        let file = try IDXFile(parsing: bytes, named: "f", dimensionCount: 3)
        #expect(file.values.count == file.dimensions.reduce(1, *))
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Damage to values alone goes unnoticed: the format has no checksum.
    #expect(outcomes.read > 100 && outcomes.refused > 2000)
  }

  @Test func `are noticed by the checksum when compressed`() throws {
    var generator = SeededGenerator(seed: 4, purpose: "mutations")
    let compressed = Bytes.gzip(original)
    var refused = 0
    for _ in 0..<5000 {
      let bytes = Mutation.mutated(compressed, header: 15, &generator)
      do {
        // Only the time, the system and other notes of the header may differ.
        #expect(try Gzip.decompressed(bytes, named: "f", limit: 1 << 20) == original)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 2500)
  }

  @Test func `every truncation is refused`() {
    for count in original.indices {
      #expect(throws: DataError.self) {
        try IDXFile(parsing: Array(original[..<count]), named: "f", dimensionCount: 3)
      }
    }
  }
}
