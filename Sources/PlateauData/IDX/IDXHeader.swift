/// The start of an IDX file: the type of its values and its dimensions.
struct IDXHeader {
  /// The size of each dimension.
  let dimensions: [Int]
  /// The product of the dimensions.
  let valueCount: Int

  /// The number of bytes before the values.
  static func length(dimensionCount: Int) -> Int { 4 + 4 * dimensionCount }

  /// The number of bytes before the values.
  var length: Int { Self.length(dimensionCount: dimensions.count) }

  /// Reads the start of a file.
  init(parsing bytes: [UInt8], named name: String, dimensionCount: Int) throws(DataError) {
    guard bytes.count >= 4 else {
      throw DataError(
        .malformed,
        "'\(name)' has \(bytes.count) bytes, too few for the header of an IDX file. "
          + "Fetch it again.")
    }
    guard bytes[0] == 0 && bytes[1] == 0 else {
      throw DataError(
        .malformed,
        "'\(name)' starts with \(Hexadecimal.text(bytes.prefix(4), separator: " ")), but an IDX "
          + "file of bytes starts with 00 00 08. "
          + (Gzip.isGzip(bytes)
            ? "It is a gzip file: let its name end in '.gz'." : "Check that it is the right file."))
    }
    guard bytes[2] == 0x08 else {
      throw DataError(
        .unsupported,
        "'\(name)' holds \(Self.typeName(bytes[2])), but IDX files are read only where they hold "
          + "unsigned bytes (0x08). Convert it, or use npz.")
    }
    guard Int(bytes[3]) == dimensionCount else {
      throw DataError(
        .mismatch,
        "'\(name)' has \(bytes[3]) dimension\(bytes[3] == 1 ? "" : "s"), but \(dimensionCount) "
          + "\(dimensionCount == 1 ? "is" : "are") needed. Images have 3 and labels 1: check "
          + "that the files are not exchanged.")
    }
    let length = Self.length(dimensionCount: dimensionCount)
    guard bytes.count >= length else {
      throw DataError(
        .malformed,
        "'\(name)' ends within its header: it has \(bytes.count) of \(length) bytes. "
          + "Fetch it again.")
    }
    dimensions = (0..<dimensionCount).map { dimension in
      bytes[4 + 4 * dimension..<8 + 4 * dimension].reduce(0) { $0 << 8 | Int($1) }
    }
    var product = 1
    for dimension in dimensions {
      let (next, overflows) = product.multipliedReportingOverflow(by: dimension)
      guard !overflows else {
        throw DataError(
          .malformed,
          "'\(name)' declares the impossible size "
            + "\(dimensions.map(String.init).joined(separator: "×")). Fetch it again.")
      }
      product = next
    }
    valueCount = product
  }

  /// The error of a file with fewer values than it declares.
  func truncated(named name: String, found: String) -> DataError {
    DataError(
      .malformed,
      "\(declaration(name)), but \(found) the file: it is truncated. Fetch it again.")
  }

  /// The error of a file with more values than it declares.
  func trailing(named name: String, found: String) -> DataError {
    DataError(
      .malformed, "\(declaration(name)), but \(found) follow the header. Fetch it again.")
  }

  private func declaration(_ name: String) -> String {
    let product = dimensions.map(String.init).joined(separator: "×")
    return dimensions.count == 1
      ? "'\(name)' declares \(valueCount) values"
      : "'\(name)' declares \(product) = \(valueCount) values"
  }

  private static func typeName(_ code: UInt8) -> String {
    let digits = "0x" + Hexadecimal.text(CollectionOfOne(code))
    switch code {
    case 0x09: return "signed bytes (\(digits))"
    case 0x0b: return "16-bit integers (\(digits))"
    case 0x0c: return "32-bit integers (\(digits))"
    case 0x0d: return "32-bit floating-point numbers (\(digits))"
    case 0x0e: return "64-bit floating-point numbers (\(digits))"
    default: return "values of an unknown type (\(digits))"
    }
  }
}
