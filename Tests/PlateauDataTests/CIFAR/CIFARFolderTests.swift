import PlateauData
import PlateauNumerics
import Testing

@Suite("Folders of CIFAR-10")
struct CIFARFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A record whose pixels are all the same.
  static func record(_ label: UInt8, _ pixel: UInt8 = 0) -> [UInt8] {
    [label] + Array(repeating: pixel, count: 3072)
  }

  /// Writes one record into each of some files.
  static func write(
    _ parts: [CIFARFolder.Part], to folder: String, isGzipped: Bool = false
  ) throws {
    try Folder.create(folder)
    for part in parts {
      let bytes = record(label(part), 255)
      try AtomicFile.write(
        isGzipped ? Bytes.gzip(bytes) : bytes,
        to: folder + "/" + part.rawValue + (isGzipped ? ".gz" : ""))
    }
  }

  /// The label of the record in a file: 0 to 4, and 5 for the test.
  static func label(_ part: CIFARFolder.Part) -> UInt8 {
    UInt8(CIFARFolder.Part.allCases.firstIndex(of: part) ?? 0)
  }

  @Test(arguments: [false, true])
  func `are read in order, gzipped or not`(isGzipped: Bool) throws {
    let path = folder.path("photographs")
    try Self.write(CIFARFolder.Part.allCases.reversed(), to: path, isGzipped: isGzipped)
    let cifar = CIFARFolder(path)
    #expect(cifar.isComplete && cifar.isStarted)
    let dataset = try cifar.dataset()
    #expect(dataset.name == "photographs" && dataset.classCount == 10)
    #expect(dataset.shape == InputShape(channels: 3, height: 32, width: 32))
    #expect(dataset.training.labels == [0, 1, 2, 3, 4])
    #expect(dataset.test.labels == [5])
    #expect(dataset.test.inputs.elements == Array(repeating: 1, count: 3072))
  }

  @Test(arguments: [1, 2])
  func `keep channels, rows and columns where they are`(threads: Int) throws {
    // 300 records of noise: more than one piece for the threads.
    var generator = SeededGenerator(seed: 5)
    let files = (0..<2).map { _ in
      (0..<300).flatMap { _ in
        [UInt8(generator.below(10))] + (0..<3072).map { _ in UInt8(generator.below(256)) }
      }
    }
    try folder.write(files[0], "data_batch_2.bin")
    try folder.write(files[1], "data_batch_5.bin")
    try folder.write(files[0], "test_batch.bin")
    let dataset = try CIFARFolder(folder.path).dataset(workers: Workers(threads: threads))
    let bytes = files[0] + files[1]
    #expect(dataset.training.count == 600 && dataset.test.count == 300)
    #expect(dataset.training.labels == (0..<600).map { Int(bytes[$0 * 3073]) })
    var wrong = 0
    for (record, channel, row, column) in [
      (0, 0, 0, 0), (7, 2, 31, 31), (299, 1, 3, 17), (300, 0, 31, 0), (599, 2, 0, 30),
    ] {
      let place = channel * 1024 + row * 32 + column
      // Bytes divided by 255 and rounded once.
      let expected = Float(bytes[record * 3073 + 1 + place]) / 255
      if dataset.training.inputs[record, place] != expected { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(dataset.test.inputs == dataset.training.inputs.rows(0..<300))
  }

  @Test func `may lack batches to train on, but not the test`() throws {
    try Self.write([.test], to: folder.path)
    #expect(CIFARFolder(folder.path).isStarted && !CIFARFolder(folder.path).isComplete)
    let tested = try CIFARFolder(folder.path).dataset()
    #expect(tested.training.isEmpty && tested.test.labels == [5])
    try Self.write([.batch4, .batch2], to: folder.path)
    #expect(try CIFARFolder(folder.path).dataset().training.labels == [1, 3])
    try Folder.remove(folder.path("test_batch.bin"))
    #expect(
      message(in: folder) { try CIFARFolder(folder.path).dataset() }
        == "The folder 'DIR' has no file 'test_batch.bin' or 'test_batch.bin.gz'. "
        + "Copy it there, or name another folder.")
    #expect(
      message(in: folder) { try CIFARFolder(folder.path("none")).dataset() }
        == "There is no folder 'DIR/none'. Check the path.")
  }

  @Test func `name the file that is damaged`() throws {
    try Self.write(CIFARFolder.Part.allCases, to: folder.path)
    try folder.write(Self.record(1) + [2, 3], "data_batch_3.bin")
    #expect(
      message(in: folder) { try CIFARFolder(folder.path).dataset() }
        == "'DIR/data_batch_3.bin' has a size of 3075, but a file of CIFAR-10 holds records of 3073 "
        + "bytes: it ends at byte 2 of record 2. Fetch it again, and take the binary version of "
        + "CIFAR-10.")
  }
}
