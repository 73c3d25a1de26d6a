import PlateauData
import Testing

@Suite("Datasets where other programs put them")
struct DatasetSearchTests {
  let folder: TemporaryFolder
  let catalog: DatasetCatalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = DatasetCatalog(places: [.init(path: folder.path("place"), origin: "the place")])
  }

  private func refusal(_ path: String) -> String {
    message(in: folder) { try catalog.load(folder.path(path)) }
  }

  @Test(arguments: ["MNIST/raw", "FashionMNIST/raw", "digits", "MNIST"], [false, true])
  func `are found below the folder that is named`(place: String, isGzipped: Bool) throws {
    try IDXFolderTests.write(to: folder.path("root/" + place), isGzipped: isGzipped)
    let dataset = try catalog.load(folder.path("root"))
    #expect(dataset.name == place.split(separator: "/")[0])
    #expect(dataset.training.labels == [9, 0, 4] && dataset.test.labels == [1, 1])
  }

  @Test func `are found under their names in a root of torchvision`() throws {
    try IDXFolderTests.write(to: folder.path("place/FashionMNIST/raw"))
    try IDXFolderTests.write(to: folder.path("place/MNIST/raw"))
    try CIFARFolderTests.write([.batch1, .test], to: folder.path("place/cifar-10-batches-bin"))
    #expect(catalog.folder(of: .mnist)?.path == folder.path("place/MNIST/raw"))
    #expect(try catalog.load("mnist").name == "mnist")
    #expect(try catalog.load("cifar10").training.labels == [0])
  }

  @Test(arguments: ["MNIST", "Mnist", "CIFAR10", "CIFAR-10", "cifar_10"])
  func `are found whatever the capitals of their names`(name: String) throws {
    try IDXFolderTests.write(to: folder.path("place/mnist"))
    try CIFARFolderTests.write([.batch1, .test], to: folder.path("place/cifar10"))
    #expect(try catalog.load(name).name == (name.count == 5 ? "mnist" : "cifar10"))
    #expect(DatasetCatalog.looksFor(name))
    #expect(!DatasetCatalog.looksFor("strokes") && !DatasetCatalog.looksFor("./" + name))
  }

  @Test func `are to be named where there are several`() throws {
    try IDXFolderTests.write(to: folder.path("root/FashionMNIST/raw"))
    try IDXFolderTests.write(to: folder.path("root/MNIST/raw"))
    #expect(
      refusal("root")
        == "The folder 'DIR/root' has files of several datasets below it: "
        + "'DIR/root/FashionMNIST/raw', 'DIR/root/MNIST/raw'. Name one of these.")
  }

  @Test func `are pointed to from a folder beside them or a file among them`() throws {
    try IDXFolderTests.write(to: folder.path("root/MNIST/raw"))
    try Folder.create(folder.path("root/MNIST/processed"))
    try Folder.create(folder.path("root/MNIST/raw/deep"))
    #expect(
      refusal("root/MNIST/processed")
        == "The folder 'DIR/root/MNIST/processed' has no files of a dataset, but 'DIR/root/MNIST/raw' "
        + "has. Name that one.")
    #expect(
      refusal("root/MNIST/raw/deep/")
        == "The folder 'DIR/root/MNIST/raw/deep/' has no files of a dataset, but 'DIR/root/MNIST/raw' "
        + "has. Name that one.")
    #expect(
      refusal("root/MNIST/raw/t10k-images-idx3-ubyte")
        == "'DIR/root/MNIST/raw/t10k-images-idx3-ubyte' is one of the files of a dataset. Give their "
        + "folder, 'DIR/root/MNIST/raw'.")
  }

  @Test func `in the version for Python are refused with a remedy`() throws {
    try Folder.create(folder.path("root/cifar-10-batches-py"))
    try folder.write([0x80, 3], "root/cifar-10-batches-py/data_batch_1")
    func expected(_ folder: String) -> String {
      "The folder '\(folder)' has CIFAR-10 in the version for Python, whose files, such as "
        + "'DIR/root/cifar-10-batches-py/data_batch_1', are pickles and not read. Take the binary "
        + "version, cifar-10-binary.tar.gz, whose folder is cifar-10-batches-bin, or make an npz file "
        + "of it in Python:\n"
        + "  import numpy as np, pickle\n"
        + "  b = pickle.load(open('DIR/root/cifar-10-batches-py/test_batch', 'rb'), "
        + "encoding='bytes')\n"
        + "  np.savez('cifar10.npz', x=b[b'data'].reshape(-1, 3, 32, 32), y=b[b'labels'])"
    }
    #expect(refusal("root/cifar-10-batches-py") == expected("DIR/root/cifar-10-batches-py"))
    #expect(refusal("root") == expected("DIR/root"))
    #expect(
      refusal("root/cifar-10-batches-py/data_batch_1") == expected("DIR/root/cifar-10-batches-py"))
    let named = DatasetCatalog(places: [.init(path: folder.path("root"), origin: "the place")])
    #expect(
      message(in: folder) { try named.load("cifar10") } == expected("DIR/root/cifar-10-batches-py"))
  }

  @Test func `with files to test on only have none to train on`() throws {
    let path = folder.path("t10k")
    try IDXFolderTests.write(to: path)
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
      try Folder.remove(path + "/" + name)
    }
    let dataset = try catalog.load(path)
    #expect(dataset.training.isEmpty && dataset.training.shape == dataset.test.shape)
    #expect(dataset.test.labels == [1, 1] && dataset.classCount == 10)
  }

  @Test func `of other kinds of files are refused with what to do`() throws {
    try folder.write([1], "x.npy")
    try folder.write([1], "cifar.tar.gz")
    try folder.write([1], "digits.npz")
    #expect(
      refusal("x.npy")
        == "'DIR/x.npy' holds a single array. Save inputs and labels together: "
        + "np.savez('data.npz', x=x, y=y).")
    #expect(
      refusal("cifar.tar.gz") == "'DIR/cifar.tar.gz' is an archive. Unpack it, and give its folder."
    )
    for wrong in ["digist.npz", "digits", "Digits.npz", "digits.np"] {
      #expect(
        refusal(wrong)
          == "There is no file or folder 'DIR/\(wrong)'; there is 'DIR/digits.npz'. Check the path."
      )
    }
    #expect(
      message(in: folder) { try FileBytes.read(folder.path("digts.npz")) }
        == "There is no file 'DIR/digts.npz'; there is 'DIR/digits.npz'. Check the path.")
    // One letter of few is another name.
    #expect(
      message(in: folder) { try FileBytes.read(folder.path("y.npy")) }
        == "There is no file 'DIR/y.npy'. Check the path.")
  }
}
