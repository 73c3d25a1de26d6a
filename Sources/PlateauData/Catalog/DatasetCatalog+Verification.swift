extension DatasetCatalog {
  /// Compares a dataset with the checksums that are on record.
  ///
  /// The checksum of a file is taken of what it holds, so it does not depend on its compression.
  ///
  /// - Parameter source: A name, `strokes` or `mnist`, or the path of a folder whose files should
  ///   be those of MNIST.
  /// - Returns: One result for each file; also for those that are missing or damaged.
  /// - Throws: `DataError` where the dataset is not found, or has no checksums on record.
  public func verify(_ source: String) throws(DataError) -> [Verification] {
    switch try location(of: source) {
    case .drawn:
      let dataset = try load(source)
      return [
        Verification(
          dataset: dataset.name, part: "content", path: nil, expected: Strokes.checksum,
          found: dataset.checksum, problem: nil)
      ]
    case .folder(let folder, _):
      return IDXFolder.Part.allCases.map { Self.verify($0, in: folder, as: .mnist) }
    case .arrays(let path):
      throw DataError(
        .unsupported,
        "No checksums are on record for '\(path)'. Verify a known dataset, or the folder of one.")
    }
  }

  private static func verify(
    _ part: IDXFolder.Part, in folder: IDXFolder, as dataset: KnownDataset
  ) -> Verification {
    var found: String?
    var problem: String?
    do {
      found = SHA256.hexDigest(of: try content(try folder.required(part)))
    } catch {
      problem = error.message
    }
    return Verification(
      dataset: dataset.rawValue, part: part.rawValue, path: folder.file(of: part),
      expected: dataset.digests[part], found: found, problem: problem)
  }

  /// The bytes of a file without its compression.
  private static func content(_ path: String) throws(DataError) -> [UInt8] {
    let bytes = try FileBytes.read(path)
    guard path.hasSuffix(".gz") else { return bytes }
    // The largest file of a known dataset has 47,040,016 bytes.
    return try Gzip.decompressed(bytes, named: path, limit: 1 << 26)
  }
}
