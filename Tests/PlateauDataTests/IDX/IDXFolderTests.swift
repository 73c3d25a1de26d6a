import PlateauData
import PlateauNumerics
import Testing

@Suite("Folders of IDX files")
struct IDXFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let parts: [(part: IDXFolder.Part, dotted: String, bytes: [UInt8])] = [
    (
      .trainingImages, "train-images.idx3-ubyte",
      Bytes.idx([3, 1, 2], [0, 255, 51, 102, 1, 254])
    ),
    (.trainingLabels, "train-labels.idx1-ubyte", Bytes.idx([3], [9, 0, 4])),
    (.testImages, "t10k-images.idx3-ubyte", Bytes.idx([2, 1, 2], [5, 6, 7, 8])),
    (.testLabels, "t10k-labels.idx1-ubyte", Bytes.idx([2], [1, 1])),
  ]

  /// Writes the four files.
  static func write(to folder: String, isDotted: Bool = false, isGzipped: Bool = false) throws {
    try Folder.create(folder)
    for (part, dotted, bytes) in parts {
      let name = (isDotted ? dotted : part.rawValue) + (isGzipped ? ".gz" : "")
      try AtomicFile.write(isGzipped ? Bytes.gzip(bytes) : bytes, to: folder + "/" + name)
    }
  }

  @Test(arguments: [false, true], [false, true])
  func `are read under all names`(isDotted: Bool, isGzipped: Bool) throws {
    let path = folder.path("digits")
    try Self.write(to: path, isDotted: isDotted, isGzipped: isGzipped)
    let idx = IDXFolder(path)
    #expect(idx.isComplete && idx.isStarted)
    let dataset = try idx.dataset()
    #expect(dataset.name == "digits")
    #expect(dataset.shape == InputShape(channels: 1, height: 1, width: 2))
    #expect(dataset.classCount == 10)
    #expect(dataset.training.labels == [9, 0, 4])
    // Bytes divided by 255 and rounded once.
    #expect(
      dataset.training.inputs.elements == [0, 1, 0.2, 0.4, Float(1) / 255, Float(254) / 255])
    #expect(dataset.test.labels == [1, 1])
    #expect(dataset.test.inputs.elements == [5, 6, 7, 8].map { Float($0) / 255 })
  }

  @Test func `are told apart when they lack files`() throws {
    #expect(!IDXFolder(folder.path).isStarted)
    try folder.write(Self.parts[0].bytes, Self.parts[0].dotted)
    #expect(IDXFolder(folder.path).isStarted)
    #expect(!IDXFolder(folder.path).isComplete)
    #expect(
      message(in: folder) { try IDXFolder(folder.path).dataset() }
        == "The folder 'DIR' has no file 'train-labels-idx1-ubyte' or "
        + "'train-labels-idx1-ubyte.gz'. Copy it there, or name another folder.")
    #expect(
      message(in: folder) { try IDXFolder(folder.path("none")).dataset() }
        == "There is no folder 'DIR/none'. Check the path.")
  }

  @Test func `are refused when their files do not belong together`() throws {
    try Self.write(to: folder.path)
    let images = try folder.write(Bytes.idx([2, 2, 1], [1, 2, 3, 4]), "t10k-images-idx3-ubyte")
    #expect(
      message(in: folder) { try IDXFolder(folder.path).dataset() }
        == "In 'DIR', training images are 2 and test images 1×2×1. "
        + "Take all four files from the same dataset.")
    let labels = try folder.write(Bytes.idx([3], [1, 2, 3]), "t10k-labels-idx1-ubyte")
    #expect(
      message(in: folder) { try IDXFolder.examples(images: images, labels: labels) }
        == "'DIR/t10k-images-idx3-ubyte' has 2 images, but 'DIR/t10k-labels-idx1-ubyte' has 3 "
        + "labels. Take both files from the same dataset.")
    try folder.write(Bytes.idx([2], [3, 10]), "t10k-labels-idx1-ubyte")
    #expect(
      message(in: folder) { try IDXFolder.examples(images: images, labels: labels) }
        == "'DIR/t10k-labels-idx1-ubyte' has the label 10 at example 1, but classes go from 0 to "
        + "9. Fetch it again, or use npz for other classes.")
    try folder.write(Bytes.idx([2, 0, 28], []), "t10k-images-idx3-ubyte")
    try folder.write(Bytes.idx([2], [3, 1]), "t10k-labels-idx1-ubyte")
    #expect(
      message(in: folder) { try IDXFolder.examples(images: images, labels: labels) }
        == "'DIR/t10k-images-idx3-ubyte' declares images of 0×28 pixels. Fetch it again.")
  }
}
