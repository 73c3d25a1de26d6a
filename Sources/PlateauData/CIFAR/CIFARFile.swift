import CPlateauKernels
public import PlateauNumerics

/// The content of one file of the binary version of CIFAR-10.
///
/// A file holds up to 10,000 records of 3073 bytes: the label, then the red, the green and the blue
/// pixels of an image of 32×32, each row by row.
///
/// Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; the page
/// of the dataset, section "Binary version".
public struct CIFARFile: Sendable, Hashable {
  /// The shape of an image.
  public static let shape = InputShape(channels: 3, height: 32, width: 32)
  /// The number of classes.
  public static let classCount = 10
  /// The number of bytes in a record: a label and an image.
  public static let recordLength = 1 + shape.count
  /// The largest number of records in a file.
  public static let largestCount = 10_000

  /// The records.
  private let bytes: [UInt8]

  /// Reads a file, gzipped when its name ends in `.gz`.
  ///
  /// - Parameter path: The file.
  /// - Returns: The records.
  /// - Throws: `DataError` where the file is missing or damaged, has more than 10,000 records or
  ///   none, ends within a record, or holds a label above 9.
  /// - Complexity: O(*size*); memory is taken for 10,000 records at most.
  public static func read(_ path: String) throws(DataError) -> CIFARFile {
    try CIFARFile(parsing: try content(of: path), named: path)
  }

  /// The bytes of a file without its compression, as many as a file may have.
  static func content(of path: String) throws(DataError) -> [UInt8] {
    let limit = largestCount * recordLength
    guard path.hasSuffix(".gz") else { return try FileBytes.read(path, limit: limit) }
    // Compressing adds some bytes to noise.
    let compressed = try FileBytes.read(path, limit: limit + limit / 256)
    return try Gzip.decompressed(compressed, named: path, limit: limit)
  }

  /// Reads the bytes of a file that is not compressed.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `DataError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String) throws(DataError) {
    let length = Self.recordLength
    let whole = "a file of CIFAR-10 holds records of \(length) bytes"
    let advice =
      Gzip.isGzip(bytes)
      ? "It is a gzip file: let its name end in '.gz'."
      : "Fetch it again, and take the binary version of CIFAR-10."
    guard !bytes.isEmpty else {
      throw DataError(.malformed, "'\(name)' is empty, but \(whole). \(advice)")
    }
    guard bytes.count.isMultiple(of: length) else {
      throw DataError(
        .malformed,
        "'\(name)' has a size of \(bytes.count), but \(whole): it ends at byte "
          + "\(bytes.count % length) of record \(bytes.count / length + 1). \(advice)")
    }
    let count = bytes.count / length
    guard count <= Self.largestCount else {
      throw DataError(
        .unsupported,
        "'\(name)' has \(count) records, but a file of CIFAR-10 has at most \(Self.largestCount). "
          + "Split it into several files.")
    }
    for record in 0..<count where bytes[record * length] >= Self.classCount {
      throw DataError(
        .malformed,
        "'\(name)' has the label \(bytes[record * length]) in record \(record + 1) of \(count), "
          + "but classes go from 0 to \(Self.classCount - 1). \(advice)")
    }
    self.bytes = bytes
  }

  /// The number of records.
  public var count: Int { bytes.count / Self.recordLength }

  /// The label of each record, in `0..<10`.
  public var labels: [Int] { (0..<count).map { Int(bytes[$0 * Self.recordLength]) } }

  /// Writes the images of a range of records, each byte divided by 255, correctly rounded.
  func scale(_ records: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    bytes.withUnsafeBufferPointer { bytes in
      guard let source = bytes.baseAddress else { return }
      for record in records {
        plateau_bytes_to_unit_f32(
          Int64(Self.shape.count), source + record * Self.recordLength + 1,
          target + record * Self.shape.count)
      }
    }
  }
}
