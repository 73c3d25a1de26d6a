/// Looks for the files of a dataset below a folder, where other programs put them.
///
/// torchvision keeps MNIST in `MNIST/raw` and Fashion-MNIST in `FashionMNIST/raw` of its root; the
/// archives of CIFAR-10 unpack to `cifar-10-batches-bin`, and to `cifar-10-batches-py` in the version
/// for Python.
enum DatasetSearch {
  /// The most folders that are looked into.
  private static let limit = 200

  /// The folders with files of a dataset at most two levels below a folder, in order of their names.
  static func folders(below path: String) -> [DatasetFolder] {
    candidates(below: path).compactMap(DatasetFolder.init(recognizing:))
  }

  /// A file of the version of CIFAR-10 for Python, in a folder or at most two levels below.
  static func pickled(in path: String) -> String? {
    for folder in [path] + candidates(below: path) {
      for name in ["test_batch", "data_batch_1"] {
        let file = FilePathText.joined(folder, name)
        if FileBytes.isFile(file) { return file }
      }
    }
    return nil
  }

  private static func candidates(below path: String) -> [String] {
    var found: [String] = []
    for folder in subfolders(of: path) {
      found.append(folder)
      found += subfolders(of: folder)
      if found.count > limit { break }
    }
    return Array(found.prefix(limit))
  }

  private static func subfolders(of path: String) -> [String] {
    let names = (try? Folder.names(in: path)) ?? []
    return names.prefix(limit).filter { !$0.hasPrefix(".") }
      .map { FilePathText.joined(path, $0) }.filter(FileBytes.isFolder)
  }

  /// What a folder of torchvision is called: `MNIST` where its files are in `MNIST/raw`.
  static func name(of path: String) -> String {
    let name = FilePathText.name(of: path)
    return name == "raw" ? FilePathText.name(of: FilePathText.folder(of: path)) : name
  }

  // MARK: - What to do where nothing is recognized

  /// The error of a folder that has no files of a dataset.
  static func unrecognized(_ folder: String) -> DataError {
    if let file = pickled(in: folder) { return pickled(folder, file) }
    // Such as the folder 'processed' of torchvision.
    let above = FilePathText.folder(of: trimmed(folder))
    let beside = [above, FilePathText.joined(above, "raw")].lazy
      .compactMap(DatasetFolder.init(recognizing:))
    if let found = beside.first {
      return DataError(
        .missing,
        "The folder '\(folder)' has no files of a dataset, but '\(found.path)' has. Name that one.")
    }
    return DataError(
      .missing,
      "The folder '\(folder)' has no files of a dataset: neither IDX files such as "
        + "'\(IDXFolder.Part.trainingImages.rawValue)', nor those of CIFAR-10 such as "
        + "'\(CIFARFolder.Part.batch1.rawValue)'. Copy them there, or name another folder.")
  }

  private static func trimmed(_ path: String) -> String {
    path.hasSuffix("/") && path.utf8.count > 1 ? trimmed(String(path.dropLast())) : path
  }

  private static func pickled(_ folder: String, _ file: String) -> DataError {
    let test = FilePathText.joined(FilePathText.folder(of: file), "test_batch")
    return DataError(
      .unsupported,
      "The folder '\(folder)' has CIFAR-10 in the version for Python, whose files, such as "
        + "'\(file)', are pickles and not read. Take the binary version, cifar-10-binary.tar.gz, whose "
        + "folder is cifar-10-batches-bin, or make an npz file of it in Python:\n"
        + "  import numpy as np, pickle\n"
        + "  b = pickle.load(open('\(test)', 'rb'), encoding='bytes')\n"
        + "  np.savez('cifar10.npz', x=b[b'data'].reshape(-1, 3, 32, 32), y=b[b'labels'])")
  }

  /// The error of a folder below which there are several datasets.
  static func several(_ folder: String, _ found: [DatasetFolder]) -> DataError {
    let paths = found.prefix(8).map { "'\($0.path)'" }.joined(separator: ", ")
    return DataError(
      .mismatch,
      "The folder '\(folder)' has files of several datasets below it: \(paths). Name one of these.")
  }

  /// The error of a file that is no npz file by its name.
  static func unsupported(_ file: String) -> DataError {
    let folder = FilePathText.folder(of: file)
    let name = FilePathText.name(of: file)
    func error(_ sentence: String) -> DataError { DataError(.unsupported, sentence) }
    if let found = DatasetFolder(recognizing: folder), found.holds(name) {
      return error("'\(file)' is one of the files of a dataset. Give their folder, '\(folder)'.")
    }
    if name == "test_batch" || name.hasPrefix("data_batch_") && !name.contains(".") {
      return pickled(folder, file)
    }
    if name.hasSuffix(".npy") {
      return error(
        "'\(file)' holds a single array. Save inputs and labels together: "
          + "\(NPZFile.saving("data.npz")).")
    }
    if [".tar.gz", ".tgz", ".tar", ".zip"].contains(where: name.hasSuffix) {
      return error("'\(file)' is an archive. Unpack it, and give its folder.")
    }
    return error(
      "'\(file)' is not an npz file by its name. Give the folder of IDX or CIFAR-10 files, or "
        + "save arrays x and y with numpy.savez.")
  }
}
