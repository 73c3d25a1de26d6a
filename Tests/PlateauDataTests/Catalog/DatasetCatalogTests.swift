import PlateauData
import PlateauNumerics
import Testing

@Suite("The catalog of datasets")
struct DatasetCatalogTests {
  let folder: TemporaryFolder
  let catalog: DatasetCatalog

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    catalog = DatasetCatalog(
      places: ["first", "second"].map {
        DatasetCatalog.Place(path: folder.path($0), origin: "the \($0)")
      },
      drawn: { Self.drawn })
  }

  static let drawn = Dataset(
    name: "strokes", training: .none(classCount: 2, shape: .vector(1)),
    test: Examples(
      inputs: Matrix(rows: 1, columns: 1), labels: [1], classCount: 2, shape: .vector(1)))

  @Test func `draws strokes without looking for files`() throws {
    #expect(try catalog.load("strokes").checksum == Self.drawn.checksum)
    #expect(catalog.folder(of: .strokes) == nil)
  }

  @Test func `looks in one folder after the other, in two ways`() throws {
    #expect(catalog.folder(of: .mnist) == nil)
    try IDXFolderTests.write(to: folder.path("second"))
    #expect(catalog.folder(of: .mnist)?.path == folder.path("second"))
    try IDXFolderTests.write(to: folder.path("second/mnist"))
    #expect(catalog.folder(of: .mnist)?.path == folder.path("second/mnist"))
    try IDXFolderTests.write(to: folder.path("first"), isGzipped: true)
    #expect(catalog.folder(of: .mnist)?.path == folder.path("first"))
    let dataset = try catalog.load("mnist")
    #expect(dataset.name == "mnist" && dataset.training.labels == [9, 0, 4])
  }

  @Test func `takes anything with a slash for a path`() throws {
    try IDXFolderTests.write(to: folder.path("mnist"))
    #expect(try catalog.load(folder.path("mnist")).name == "mnist")
    #expect(try catalog.load(folder.path("mnist/")).test.labels == [1, 1])
    #expect(
      message { try catalog.load("./strokes") }
        == "There is no file or folder './strokes'; there is 'strokes'. Check the path.")
  }

  @Test func `reads npz files`() throws {
    let path = try folder.write(try Fixture.bytes("both.npz"), "toy.npz")
    let dataset = try Dataset.load(path)
    #expect(dataset.name == "toy.npz" && dataset.training.count == 3)
  }

  @Test func `says where it looked`() throws {
    #expect(
      message(in: folder) { try catalog.load("mnist") }
        == "The dataset 'mnist' is in none of the folders looked in: 'DIR/first/mnist' (the "
        + "first), 'DIR/second/mnist' (the second). Put its four IDX files there, or name another "
        + "folder with --data-dir.")
    #expect(
      message { try DatasetCatalog(places: []).load("mnist") }
        == "The dataset 'mnist' is in none of the folders looked in: there are none. "
        + "Put its four IDX files there, or name another folder with --data-dir.")
    let usual = DatasetCatalog(dataDirectory: "/data").places
    #expect(usual.first == DatasetCatalog.Place(path: "/data", origin: "--data-dir"))
    #expect(usual.contains { $0.path.hasSuffix("/.cache/plateau") })
  }

  @Test func `says what a source can be`() throws {
    #expect(
      message { try catalog.load("mnits") }
        == "There is no dataset, file or folder 'mnits'; there is 'mnist'. Name one of 'strokes', "
        + "'mnist', 'cifar10', or give the path of a folder with IDX or CIFAR-10 files or of an npz "
        + "file.")
    #expect(
      message { try catalog.load("imagenet") }
        == "There is no dataset, file or folder 'imagenet'. Name one of 'strokes', 'mnist', 'cifar10', "
        + "or give the path of a folder with IDX or CIFAR-10 files or of an npz file.")
    #expect(
      message(in: folder) { try catalog.load(folder.path("none.npz")) }
        == "There is no file or folder 'DIR/none.npz'. Check the path.")
    let text = try folder.write([1], "data.csv")
    #expect(
      message(in: folder) { try catalog.load(text) }
        == "'DIR/data.csv' is not an npz file by its name. Give the folder of IDX or CIFAR-10 files, "
        + "or save arrays x and y with numpy.savez.")
    #expect(
      message(in: folder) { try catalog.load(folder.path) }
        == "The folder 'DIR' has no files of a dataset: neither IDX files such as "
        + "'train-images-idx3-ubyte', nor those of CIFAR-10 such as 'data_batch_1.bin'. Copy them "
        + "there, or name another folder.")
  }

  @Test func `tells the kinds of folders apart`() throws {
    let path = folder.path("first")
    #expect(DatasetFolder(recognizing: path) == nil)
    try CIFARFolderTests.write([.batch1, .test], to: path)
    #expect(DatasetFolder(recognizing: path) == .cifar(CIFARFolder(path)))
    #expect(catalog.folder(of: .cifar10)?.path == path && catalog.folder(of: .mnist) == nil)
    let photographs = try catalog.load("cifar10")
    #expect(photographs.name == "cifar10" && photographs.training.labels == [0])
    #expect(try catalog.load(path).checksum == photographs.checksum)
    // Where there are files of both kinds, a name finds its own.
    try IDXFolderTests.write(to: path)
    #expect(DatasetFolder(recognizing: path) == .idx(IDXFolder(path)))
    #expect(try catalog.load("mnist").shape.channels == 1)
    #expect(try catalog.load("cifar10").checksum == photographs.checksum)
  }

  @Test func `says where it looked for CIFAR-10`() {
    #expect(
      message { try DatasetCatalog(places: []).load("cifar10") }
        == "The dataset 'cifar10' is in none of the folders looked in: there are none. Put "
        + "data_batch_1.bin to data_batch_5.bin and test_batch.bin there, or name another folder "
        + "with --data-dir.")
  }

  @Test func `says what is missing in a folder that was started`() throws {
    try IDXFolderTests.write(to: folder.path("first/mnist"))
    try Folder.remove(folder.path("first/mnist/t10k-labels-idx1-ubyte"))
    #expect(
      message(in: folder) { try catalog.load("mnist") }
        == "The folder 'DIR/first/mnist' has no file 't10k-labels-idx1-ubyte' or "
        + "'t10k-labels-idx1-ubyte.gz'. Copy it there, or name another folder.")
  }

  @Test func `describes every dataset`() {
    #expect(KnownDataset.allCases.map(\.rawValue) == ["strokes", "mnist", "cifar10"])
    for dataset in KnownDataset.allCases {
      #expect(dataset.summary.hasSuffix("."))
      #expect(dataset.digests.count == (dataset == .mnist ? 4 : 0))
      #expect(dataset.digests.values.allSatisfy { $0.utf8.count == 64 })
    }
  }
}
