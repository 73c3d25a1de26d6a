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
      #expect(result.expected == KnownDataset.mnist.digests[part.part])
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
