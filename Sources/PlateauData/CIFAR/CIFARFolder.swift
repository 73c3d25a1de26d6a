public import PlateauNumerics

/// A folder with the files of the binary version of CIFAR-10.
public struct CIFARFolder: Sendable, Hashable {
  /// The six files.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    /// The first images to train on.
    case batch1 = "data_batch_1.bin"
    /// The second images to train on.
    case batch2 = "data_batch_2.bin"
    /// The third images to train on.
    case batch3 = "data_batch_3.bin"
    /// The fourth images to train on.
    case batch4 = "data_batch_4.bin"
    /// The last images to train on.
    case batch5 = "data_batch_5.bin"
    /// The images to test on.
    case test = "test_batch.bin"

    /// The files to train on, in order.
    static let training = allCases.filter { $0 != .test }
  }

  /// The path of the folder.
  public let path: String

  /// Names a folder; nothing is read yet.
  public init(_ path: String) { self.path = path }

  /// Whether the folder holds all six files, gzipped or not.
  public var isComplete: Bool { Part.allCases.allSatisfy { file(of: $0) != nil } }

  /// Whether the folder holds any of the six files.
  public var isStarted: Bool { Part.allCases.contains { file(of: $0) != nil } }

  /// The path of a file, gzipped or not, where it is there.
  public func file(of part: Part) -> String? {
    [part.rawValue, part.rawValue + ".gz"].map { FilePathText.joined(path, $0) }
      .first(where: FileBytes.isFile)
  }

  /// Reads the files to train on that are there, and the file to test on.
  ///
  /// - Parameters:
  ///   - name: What the dataset is called; the folder's own name by default.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: Images of shape `[examples, 3072]`, each byte divided by 255; the planes of red,
  ///   green and blue follow one another.
  /// - Throws: `DataError` where the file to test on is missing, or one is malformed.
  /// - Complexity: O(*size*), for all 60,000 images about a second of processor time, of
  ///   which 0.4 s goes to the checksum and most of the rest to the system for 0.9 GB of memory.
  public func dataset(
    named name: String? = nil, workers: Workers = Workers()
  ) throws(DataError) -> Dataset {
    let batches = Part.training.compactMap(file(of:))
    let test = try Self.examples([try required(.test)], workers)
    return Dataset(
      name: name ?? FilePathText.name(of: path),
      training: batches.isEmpty
        ? .none(classCount: CIFARFile.classCount, shape: CIFARFile.shape)
        : try Self.examples(batches, workers),
      test: test)
  }

  /// The path of a file that has to be there.
  func required(_ part: Part) throws(DataError) -> String {
    if let found = file(of: part) { return found }
    throw FilePathText.missing(part.rawValue, in: path)
  }

  private static func examples(
    _ paths: [String], _ workers: Workers
  ) throws(DataError) -> Examples {
    var files: [CIFARFile] = []
    for path in paths { files.append(try CIFARFile.read(path)) }
    let columns = CIFARFile.shape.count
    let count = files.reduce(0) { $0 + $1.count }
    let elements = [Float](unsafeUninitializedCapacity: count * columns) { buffer, filled in
      filled = count * columns
      guard var target = buffer.baseAddress else { return }
      for file in files {
        let start = target
        workers.run(count: file.count, by: 256) { records, _ in
          file.scale(records, into: start)
        }
        target += file.count * columns
      }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: columns, elements: elements),
      labels: files.flatMap(\.labels), classCount: CIFARFile.classCount, shape: CIFARFile.shape)
  }
}

// MARK: - The original

extension CIFARFolder {
  /// The first labels of two of the original files.
  ///
  /// They tell another order or version of the data, which passes every check of the format.
  static let originalLabels: [Part: [Int]] = [
    .batch1: [6, 9, 9, 4, 1, 1, 2, 7, 8, 3], .test: [3, 8, 8, 0, 6, 6, 1, 6, 3, 1],
  ]

  /// How a file is known to differ from the original; nil where it may be the same.
  ///
  /// - Throws: `DataError` where it is malformed.
  static func difference(
    of content: [UInt8], named name: String, from part: Part
  ) throws(DataError) -> String? {
    let labels = try CIFARFile(parsing: content, named: name).labels
    guard let original = originalLabels[part], !labels.starts(with: original) else { return nil }
    let found = labels.prefix(original.count).map(String.init).joined(separator: " ")
    return "'\(name)' starts with the labels \(found), but the original with "
      + "\(original.map(String.init).joined(separator: " ")): it holds other images, or the same "
      + "in another order."
  }
}
