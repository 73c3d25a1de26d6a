/// The content of an IDX file of bytes, the format of MNIST.
///
/// Source: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998,
/// section "File formats".
public struct IDXFile: Sendable, Hashable {
  /// The size of each dimension, the first counts the examples.
  public let dimensions: [Int]
  /// The values, the last dimension changing fastest.
  public let values: [UInt8]

  /// Reads a file, gzipped when its name ends in `.gz`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - dimensionCount: How many dimensions it must have: 3 for images, 1 for labels.
  /// - Returns: The dimensions and values.
  /// - Throws: `DataError` where the file is missing, is not IDX, holds another type or number of
  ///   dimensions, or is shorter or longer than it declares.
  /// - Complexity: O(*size*); the size declared is checked before memory is taken for it.
  public static func read(_ path: String, dimensionCount: Int) throws(DataError) -> IDXFile {
    try IDXFile(parsing: try FileBytes.read(path), named: path, dimensionCount: dimensionCount)
  }

  /// Reads the bytes of a file, gzipped when its name ends in `.gz`.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  ///   - dimensionCount: How many dimensions it must have.
  /// - Throws: `DataError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String, dimensionCount: Int) throws(DataError) {
    let bytes =
      name.hasSuffix(".gz")
      ? try Self.decompressed(bytes, named: name, dimensionCount: dimensionCount) : bytes
    let header = try IDXHeader(parsing: bytes, named: name, dimensionCount: dimensionCount)
    let found = bytes.count - header.length
    guard found >= header.valueCount else {
      throw header.truncated(named: name, found: "only \(found) follow the header in")
    }
    guard found == header.valueCount else { throw header.trailing(named: name, found: "\(found)") }
    dimensions = header.dimensions
    values = Array(bytes[header.length...])
  }

  private static func decompressed(
    _ bytes: [UInt8], named name: String, dimensionCount: Int
  ) throws(DataError) -> [UInt8] {
    let start = try Gzip.decompressedPrefix(
      bytes, named: name, limit: IDXHeader.length(dimensionCount: dimensionCount))
    let header = try IDXHeader(parsing: start.bytes, named: name, dimensionCount: dimensionCount)
    // A header that promises more than deflate can hold lies.
    guard Inflation.canHold(header.valueCount, compressed: bytes.count) else {
      throw header.truncated(named: name, found: "its \(bytes.count) compressed bytes cannot hold")
    }
    let length = header.length + header.valueCount
    let whole = try Gzip.decompressedPrefix(bytes, named: name, limit: length, expected: length)
    guard whole.isComplete else { throw header.trailing(named: name, found: "more") }
    return whole.bytes
  }
}
