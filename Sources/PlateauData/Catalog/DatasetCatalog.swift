#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Finds datasets: by a name that is known, in a list of folders, or by a path.
///
/// A folder is looked at in two ways: it may have a folder with the name of the dataset in it, or
/// hold the files itself.
///
/// ```swift
/// let catalog = DatasetCatalog(dataDirectory: "/data")
/// let digits = try catalog.load("mnist")
/// ```
public struct DatasetCatalog: Sendable {
  /// A folder that is looked in, and where it comes from.
  public struct Place: Sendable, Hashable {
    /// The path of the folder.
    public let path: String
    /// Where the path comes from: the option, the environment, or the default.
    public let origin: String

    /// Creates a place.
    public init(path: String, origin: String) {
      self.path = path
      self.origin = origin
    }
  }

  /// The folders in which known datasets are looked for, in order.
  public let places: [Place]
  private let drawn: @Sendable () -> Dataset

  /// Creates a catalog of the usual folders.
  ///
  /// - Parameters:
  ///   - dataDirectory: The folder to look in first; after it come the environment variable
  ///     `PLATEAU_DATA` and `~/.cache/plateau`.
  ///   - drawn: Makes the built-in dataset; by default `strokes` of seed 0, on all processors.
  public init(dataDirectory: String? = nil, drawn: (@Sendable () -> Dataset)? = nil) {
    var places: [Place] = []
    if let dataDirectory { places.append(Place(path: dataDirectory, origin: "--data-dir")) }
    if let path = Self.variable("PLATEAU_DATA") {
      places.append(Place(path: path, origin: "PLATEAU_DATA"))
    }
    if let home = Self.variable("HOME") {
      places.append(
        Place(path: FilePathText.joined(home, ".cache/plateau"), origin: "the default"))
    }
    self.init(places: places, drawn: drawn)
  }

  /// Creates a catalog of some folders.
  ///
  /// - Parameters:
  ///   - places: The folders in which known datasets are looked for, in order.
  ///   - drawn: Makes the built-in dataset; by default `strokes` of seed 0, on all processors.
  public init(places: [Place], drawn: (@Sendable () -> Dataset)? = nil) {
    self.places = places
    self.drawn = drawn ?? { BuiltInDataset.strokes() }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

// MARK: - Finding

extension DatasetCatalog {
  /// The first folder with files of a dataset; nil where there is none, or none is needed.
  ///
  /// The folder may lack some of the files: reading it then says which.
  public func folder(of dataset: KnownDataset) -> DatasetFolder? {
    places.lazy
      .flatMap { [FilePathText.joined($0.path, dataset.rawValue), $0.path] }
      .compactMap { dataset.folder(at: $0) }
      .first(where: \.isStarted)
  }

  /// Reads a dataset.
  ///
  /// - Parameters:
  ///   - source: A name, `strokes`, `mnist` or `cifar10`, or the path of a folder with IDX
  ///     files or those of CIFAR-10, or of an npz file. A text with a slash is always a path.
  ///   - format: How the arrays of an npz file are read, and in which order a model takes examples.
  /// - Returns: The dataset, called by its name, or as its file or folder is.
  /// - Throws: `DataError` where nothing is found, which says where it was looked for, what is
  ///   found cannot be read or fits the model in no order, or a format is given of data that has its own.
  public func load(
    _ source: String, arrays format: ArrayFormat = ArrayFormat()
  ) throws(DataError) -> Dataset {
    let location = try location(of: source)
    if case .arrays(let path) = location { return try NPZFile.read(path).dataset(format: format) }
    guard format.isUnitRange else {
      throw DataError(
        .unsupported,
        "'\(source)' has inputs in [0, 1], but \(format.boundsText) was given; bounds are for "
          + "arrays of an npz file. Leave them out.")
    }
    switch location {
    case .folder(let folder, let name):
      return try folder.dataset(named: name).arranged(for: format)
    default: return try drawn().arranged(for: format)
    }
  }

  /// What a source stands for.
  enum Location {
    case drawn
    case folder(DatasetFolder, name: String?)
    case arrays(String)
  }

  /// Finds what a source stands for, without reading it.
  func location(of source: String) throws(DataError) -> Location {
    if let known = KnownDataset(rawValue: source) {
      if known.isBuiltIn { return .drawn }
      guard let folder = folder(of: known) else { throw notFound(known) }
      return .folder(folder, name: known.rawValue)
    }
    if FileBytes.isFolder(source) {
      guard let folder = DatasetFolder(recognizing: source) else { throw Self.unrecognized(source) }
      return .folder(folder, name: nil)
    }
    guard FileBytes.isFile(source) else { throw Self.unknown(source) }
    guard source.hasSuffix(".npz") else {
      throw DataError(
        .unsupported,
        "'\(source)' is not an npz file by its name. Give the folder of IDX or CIFAR-10 files, or "
          + "save arrays x and y with numpy.savez.")
    }
    return .arrays(source)
  }

  private func notFound(_ dataset: KnownDataset) -> DataError {
    let name = dataset.rawValue
    let looked = places.map { "'\(FilePathText.joined($0.path, name))' (\($0.origin))" }
    let hint =
      FileBytes.isFolder(name)
      ? "Write './\(name)' to read the folder of that name here."
      : "Put \(dataset.fileNames) there, or name another folder with --data-dir."
    return DataError(
      .missing,
      "The dataset '\(name)' is in none of the folders looked in: "
        + (looked.isEmpty ? "there are none" : looked.joined(separator: ", ")) + ". \(hint)")
  }

  private static func unrecognized(_ folder: String) -> DataError {
    DataError(
      .missing,
      "The folder '\(folder)' has no files of a dataset: neither IDX files such as "
        + "'\(IDXFolder.Part.trainingImages.rawValue)', nor those of CIFAR-10 such as "
        + "'\(CIFARFolder.Part.batch1.rawValue)'. Copy them there, or name another folder.")
  }

  private static func unknown(_ source: String) -> DataError {
    let names = KnownDataset.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return source.contains("/") || source.hasSuffix(".npz")
      ? DataError(
        .missing, "There is no file or folder '\(source)'. Check the path.")
      : DataError(
        .missing,
        "There is no dataset, file or folder '\(source)'. Name one of \(names), or give the path of "
          + "a folder with IDX or CIFAR-10 files or of an npz file.")
  }
}
