import PlateauData
import Testing

@Suite("Verification of datasets")
struct VerificationTests {
  let folder: TemporaryFolder
  let catalog: DatasetCatalog

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    catalog = DatasetCatalog(
      places: [DatasetCatalog.Place(path: folder.path, origin: "a test")],
      drawn: { DatasetCatalogTests.drawn })
  }

  @Test func `gives the checksum of a drawn dataset`() throws {
    let found = DatasetCatalogTests.drawn.checksum
    // Drawn smaller than the one whose checksum is on record.
    let result = try catalog.verify("strokes")
    #expect(result.count == 1)
    #expect(result.first?.dataset == "strokes" && result.first?.part == "content")
    #expect(result.first?.found == found && result.first?.path == nil)
    #expect(result.first?.expected == Strokes.checksum)
    #expect(result.first?.matches == false)
  }

  @Test(arguments: [false, true])
  func `gives the checksums of files without their compression`(isGzipped: Bool) throws {
    try IDXFolderTests.write(to: folder.path("mnist"), isGzipped: isGzipped)
    for (result, part) in zip(try catalog.verify("mnist"), IDXFolderTests.parts) {
      #expect(result.part == part.part.rawValue)
      #expect(result.path == folder.path("mnist/" + result.part) + (isGzipped ? ".gz" : ""))
      #expect(result.found == SHA256.hexDigest(of: part.bytes))
      #expect(result.expected == KnownDataset.mnist.digests[part.part.rawValue])
      #expect(result.matches == false && result.problem == nil)
    }
    #expect(try catalog.verify(folder.path("mnist")) == catalog.verify("mnist"))
  }

  @Test func `goes on after files that are missing or damaged`() throws {
    let path = folder.path("mnist")
    try IDXFolderTests.write(to: path, isGzipped: true)
    try Folder.remove(path + "/train-images-idx3-ubyte.gz")
    try AtomicFile.write([0x1f, 0x8b, 8], to: path + "/train-labels-idx1-ubyte.gz")
    let results = try catalog.verify("mnist")
    #expect(results.map { $0.found == nil } == [true, true, false, false])
    #expect(results.map { $0.path == nil } == [true, false, false, false])
    #expect(results.allSatisfy { $0.matches == false })
    #expect(
      results[0].problem?.replacing(path, with: "DIR")
        == "The folder 'DIR' has no file 'train-images-idx3-ubyte' or "
        + "'train-images-idx3-ubyte.gz'. Copy it there, or name another folder.")
    #expect(
      results[1].problem?.replacing(path, with: "DIR")
        == "'DIR/train-labels-idx1-ubyte.gz' ends in the middle of its gzip data. Fetch it again.")
  }

  @Test func `tells CIFAR-10 in another order, and never confirms it`() throws {
    let path = folder.path("cifar10")
    try CIFARFolderTests.write([.batch1, .batch2], to: path, isGzipped: true)
    let original = [3, 8, 8, 0, 6, 6, 1, 6, 3, 1, 0].flatMap { CIFARFolderTests.record($0) }
    try AtomicFile.write(original, to: path + "/test_batch.bin")
    try AtomicFile.write([12], to: path + "/data_batch_5.bin")
    let results = try catalog.verify("cifar10")
    #expect(results.map(\.part) == CIFARFolder.Part.allCases.map(\.rawValue))
    #expect(results.allSatisfy { $0.dataset == "cifar10" && $0.matches == nil })
    #expect(results.map { $0.problem == nil } == [false, true, false, false, false, true])
    #expect(results.map { $0.found == nil } == [false, false, true, true, false, false])
    #expect(results[5].found == SHA256.hexDigest(of: original))
    #expect(results[1].found == SHA256.hexDigest(of: CIFARFolderTests.record(1, 255)))
    let problems = results.map { $0.problem?.replacing(path, with: "DIR") }
    #expect(
      problems[0]
        == "'DIR/data_batch_1.bin.gz' starts with the labels 0, but the original with 6 9 9 4 1 1 "
        + "2 7 8 3: it holds other images, or the same in another order.")
    #expect(
      problems[2]
        == "The folder 'DIR' has no file 'data_batch_3.bin' or 'data_batch_3.bin.gz'. Copy it "
        + "there, or name another folder.")
    #expect(problems[4]?.hasPrefix("'DIR/data_batch_5.bin' has a size of 1, but a file of") == true)
    #expect(try catalog.verify(path) == results)
  }

  @Test func `says when there is nothing to compare with`() throws {
    let path = try folder.write(try Fixture.bytes("both.npz"), "a.npz")
    #expect(
      message(in: folder) { try catalog.verify(path) }
        == "No checksums are on record for 'DIR/a.npz'. "
        + "Verify a known dataset, or the folder of one.")
    #expect(
      message { try catalog.verify("mnist") }.hasPrefix("The dataset 'mnist' is in none of the"))
  }
}
