import PlateauData
import PlateauNumerics
import Testing

@Suite("Files of CIFAR-10")
struct CIFARFileTests {
  static let cases: [(bytes: [UInt8], message: String)] = [
    (
      [],
      "'f' is empty, but a file of CIFAR-10 holds records of 3073 bytes. Fetch it again, and take "
        + "the binary version of CIFAR-10."
    ),
    (
      [1],
      "'f' has a size of 1, but a file of CIFAR-10 holds records of 3073 bytes: it ends at byte 1 "
        + "of record 1. Fetch it again, and take the binary version of CIFAR-10."
    ),
    (
      CIFARFolderTests.record(9) + CIFARFolderTests.record(10) + CIFARFolderTests.record(11),
      "'f' has the label 10 in record 2 of 3, but classes go from 0 to 9. Fetch it again, and take "
        + "the binary version of CIFAR-10."
    ),
    (
      Bytes.gzip(CIFARFolderTests.record(9)),
      "'f' has a size of 3096, but a file of CIFAR-10 holds records of 3073 bytes: it ends at byte "
        + "23 of record 2. It is a gzip file: let its name end in '.gz'."
    ),
  ]

  @Test(arguments: cases.indices)
  func `that are refused say what is wrong`(index: Int) {
    #expect(
      message { try CIFARFile(parsing: Self.cases[index].bytes, named: "f") }
        == Self.cases[index].message)
  }

  @Test func `are not read beyond 10,000 records`() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: 0, count: 10_001 * 3073)
    #expect(
      message { try CIFARFile(parsing: bytes, named: "f") }
        == "'f' has 10001 records, but a file of CIFAR-10 has at most 10000. Split it into several "
        + "files.")
    let path = try folder.write(bytes, "data_batch_1.bin")
    #expect(
      message(in: folder) { try CIFARFile.read(path) }
        == "'DIR/data_batch_1.bin' has 30733073 bytes; at most 30730000 are read. Give a smaller "
        + "file.")
  }

  @Test func `that are missing or damaged gzip files are refused`() throws {
    let folder = try TemporaryFolder()
    #expect(
      message(in: folder) { try CIFARFile.read(folder.path("test_batch.bin")) }
        == "There is no file 'DIR/test_batch.bin'. Check the path.")
    let compressed = Bytes.gzip(CIFARFolderTests.record(3))
    let path = try folder.write(Array(compressed.dropLast(9)), "test_batch.bin.gz")
    #expect(
      message(in: folder) { try CIFARFile.read(path) }
        == "'DIR/test_batch.bin.gz' ends in the middle of its gzip data. Fetch it again.")
    try folder.write(compressed, "test_batch.bin.gz")
    #expect(try CIFARFile.read(path).labels == [3])
  }

  @Test func `are read or refused whatever happens to them, and never trap`() {
    let original = CIFARFolderTests.record(3, 7) + CIFARFolderTests.record(9, 8)
    var generator = SeededGenerator(seed: 3, purpose: "mutations")
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<2000 {
      // Mostly the first label and pixels.
      let bytes = Mutation.mutated(original, header: 4, &generator)
      do {
        let file = try CIFARFile(parsing: bytes, named: "f")
        #expect(file.count * 3073 == bytes.count && file.labels.allSatisfy { $0 < 10 })
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
      }
    }
    // Damage to pixels goes unnoticed: the format has no checksum.
    #expect(outcomes.read > 100 && outcomes.refused > 500)
  }

  @Test func `are refused wherever they are cut off within a record`() {
    let original = CIFARFolderTests.record(3) + CIFARFolderTests.record(9)
    var accepted: [Int] = []
    for count in original.indices where count < 64 || count > 3000 {
      if (try? CIFARFile(parsing: Array(original[..<count]), named: "f")) != nil {
        accepted.append(count)
      }
    }
    #expect(accepted == [3073])
  }
}
