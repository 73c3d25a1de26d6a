extension DatasetCatalog {
  /// Compares a dataset with what is on record of it.
  ///
  /// The checksum of a file is taken of what it holds, so it does not depend on its compression.
  /// Of CIFAR-10 no checksums are on record, and only the first labels of two files are compared:
  /// a part that differs there is reported, but none can be confirmed.
  ///
  /// - Parameter source: A name, `strokes`, `mnist` or `cifar10`, or the path of a folder whose
  ///   files should be those of MNIST or CIFAR-10.
  /// - Returns: One result for each file; also for those that are missing or damaged.
  /// - Throws: `DataError` where the dataset is not found, or nothing is on record of it.
  public func verify(_ source: String) throws(DataError) -> [Verification] {
    switch try location(of: source) {
    case .drawn:
      let dataset = try load(source)
      return [
        Verification(
          dataset: dataset.name, part: "content", path: nil, expected: Strokes.checksum,
          found: dataset.checksum, problem: nil)
      ]
    case .folder(.idx(let folder), _):
      return IDXFolder.Part.allCases.map { Self.verify($0, in: folder) }
    case .folder(.cifar(let folder), _):
      return CIFARFolder.Part.allCases.map { Self.verify($0, in: folder) }
    case .arrays(let path):
      throw DataError(
        .unsupported,
        "No checksums are on record for '\(path)'. Verify a known dataset, or the folder of one.")
    }
  }

  private static func verify(_ part: IDXFolder.Part, in folder: IDXFolder) -> Verification {
    var found: String?
    var problem: String?
    do {
      found = SHA256.hexDigest(of: try content(try folder.required(part)))
    } catch {
      problem = error.message
    }
    return Verification(
      dataset: KnownDataset.mnist.rawValue, part: part.rawValue, path: folder.file(of: part),
      expected: KnownDataset.mnist.digests[part.rawValue], found: found, problem: problem)
  }

  private static func verify(_ part: CIFARFolder.Part, in folder: CIFARFolder) -> Verification {
    var found: String?
    var problem: String?
    do {
      let path = try folder.required(part)
      let content = try CIFARFile.content(of: path)
      found = SHA256.hexDigest(of: content)
      problem = try CIFARFolder.difference(of: content, named: path, from: part)
    } catch {
      problem = error.message
    }
    return Verification(
      dataset: KnownDataset.cifar10.rawValue, part: part.rawValue, path: folder.file(of: part),
      expected: KnownDataset.cifar10.digests[part.rawValue], found: found, problem: problem)
  }

  /// The bytes of a file without its compression.
  private static func content(_ path: String) throws(DataError) -> [UInt8] {
    let bytes = try FileBytes.read(path)
    guard path.hasSuffix(".gz") else { return bytes }
    // The largest file of MNIST has 47,040,016 bytes.
    return try Gzip.decompressed(bytes, named: path, limit: 1 << 26)
  }
}
