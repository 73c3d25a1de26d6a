/// A folder with the files of a dataset, of one of the kinds that are read.
public enum DatasetFolder: Sendable, Hashable {
  /// Four IDX files, as those of MNIST.
  case idx(IDXFolder)
  /// The binary files of CIFAR-10.
  case cifar(CIFARFolder)

  /// Recognizes a folder by its files, IDX first; nil where it has none of either kind.
  public init?(recognizing path: String) {
    let kinds: [DatasetFolder] = [.idx(IDXFolder(path)), .cifar(CIFARFolder(path))]
    guard let found = kinds.first(where: \.isStarted) else { return nil }
    self = found
  }

  /// The path of the folder.
  public var path: String {
    switch self {
    case .idx(let folder): folder.path
    case .cifar(let folder): folder.path
    }
  }

  /// Whether the folder holds any file of its kind.
  public var isStarted: Bool {
    switch self {
    case .idx(let folder): folder.isStarted
    case .cifar(let folder): folder.isStarted
    }
  }

  /// Whether a file of this name, gzipped or not, is one of its kind.
  func holds(_ name: String) -> Bool {
    switch self {
    case .idx: IDXFolder.Part.allCases.contains { $0.names.contains(name) }
    case .cifar:
      CIFARFolder.Part.allCases.contains { [$0.rawValue, $0.rawValue + ".gz"].contains(name) }
    }
  }

  /// Reads the files.
  ///
  /// - Parameter name: What the dataset is called; the folder's own name by default.
  /// - Returns: The dataset.
  /// - Throws: `DataError` where a file is missing or malformed, or files do not belong together.
  public func dataset(named name: String? = nil) throws(DataError) -> Dataset {
    switch self {
    case .idx(let folder): try folder.dataset(named: name)
    case .cifar(let folder): try folder.dataset(named: name)
    }
  }
}
