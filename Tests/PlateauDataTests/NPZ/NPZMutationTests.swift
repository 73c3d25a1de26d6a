import PlateauData
import PlateauNumerics
import Testing

@Suite("Damaged npz files")
struct NPZMutationTests {
  @Test(arguments: ["test-only.npz", "both.npz", "piped.npz", "plateau.npz", "plateau-wide.npz"])
  func `are read or refused, and never trap`(name: String) throws {
    var generator = SeededGenerator(seed: 6, purpose: name)
    // Reversed, so that damage falls mostly on the list at the end.
    let original = Array(try Fixture.bytes(name).reversed())
    let list = 46 * 4 + 30 * 4 + 98
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<600 {
      let bytes = Mutation.mutated(original, header: list, &generator)
      do {
        let file = try NPZFile(parsing: bytes.reversed(), named: "f")
        for name in file.names { _ = try file.array(name).doubles() }
        if file.contains("x") || file.contains("x_test") { _ = try? file.dataset() }
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Dates, versions and attributes of the list are not looked at.
    #expect(outcomes.read > 20 && outcomes.refused > 300)
  }

  @Test func `every truncation is refused`() throws {
    for name in ["both.npz", "plateau-wide.npz"] {
      let original = try Fixture.bytes(name)
      for count in original.indices {
        #expect(throws: DataError.self) {
          try NPZFile(parsing: Array(original[..<count]), named: "f")
        }
      }
    }
  }

  /// The checksum of an entry is made right again, so that damage reaches its array.
  @Test func `arrays inside are read or refused, and never trap`() {
    var generator = SeededGenerator(seed: 7, purpose: "mutations")
    let x = NPYArray((0..<6).map { Float($0) / 8 }, shape: [3, 2]).encoded()
    let y = NPYArray([0, 1, 4], shape: [3]).encoded()
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<2000 {
      var zip = ZipBytes()
      zip.add("x.npy", Mutation.mutated(x, header: 70, &generator))
      zip.add("y.npy", generator.below(2) == 0 ? y : Mutation.mutated(y, header: 70, &generator))
      do {
        let dataset = try NPZFile(parsing: zip.bytes(), named: "f").dataset()
        #expect(dataset.test.count > 0)
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    #expect(outcomes.read > 50 && outcomes.refused > 1000)
  }
}
