/// The datasets that have a name.
public enum KnownDataset: String, Sendable, Hashable, CaseIterable {
  /// Digits drawn by the program itself.
  case strokes
  /// The handwritten digits of Y. LeCun, C. Cortes and C. Burges, 1998.
  case mnist
  /// The color photographs of A. Krizhevsky, 2009.
  case cifar10

  /// The dataset of a name, whatever its capitals and marks: `MNIST`, `CIFAR-10`.
  init?(named name: String) {
    let plain = name.lowercased().filter { !"-_ ".contains($0) }
    self.init(rawValue: plain)
  }

  /// The folders in which its files are looked for, below the one that is named: its own, that of
  /// torchvision or of its archive, and the one that is named itself.
  var folderNames: [String] {
    switch self {
    case .strokes: []
    case .mnist: ["mnist", "MNIST/raw", ""]
    case .cifar10: ["cifar10", "cifar-10-batches-bin", ""]
    }
  }

  /// What it is, in one sentence.
  public var summary: String {
    switch self {
    case .strokes:
      "Digits of 28×28 pixels that Plateau draws from a seed: 60,000 to train on, 10,000 to test on."
    case .mnist:
      "Handwritten digits of 28×28 pixels: 60,000 to train on, 10,000 to test on."
    case .cifar10:
      "Color photographs of 32×32 pixels of ten things: 50,000 to train on, 10,000 to test on."
    }
  }

  /// Whether it is made by the program, so that no file is needed.
  public var isBuiltIn: Bool { self == .strokes }

  /// The SHA-256 of each file as it is without compression, by the file's name.
  ///
  /// None for a dataset without files, and none for CIFAR-10: its authors publish only the MD5 of
  /// their archive.
  public var digests: [String: String] {
    switch self {
    case .strokes, .cifar10: [:]
    case .mnist:
      [
        "train-images-idx3-ubyte":
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte":
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte":
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte":
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ]
    }
  }

  /// The dataset in a folder; nil for a dataset without files.
  func folder(at path: String) -> DatasetFolder? {
    switch self {
    case .strokes: nil
    case .mnist: .idx(IDXFolder(path))
    case .cifar10: .cifar(CIFARFolder(path))
    }
  }

  /// The files to put into a folder, in words.
  var fileNames: String {
    switch self {
    case .strokes: "nothing"
    case .mnist: "its four IDX files"
    case .cifar10: "data_batch_1.bin to data_batch_5.bin and test_batch.bin"
    }
  }
}
