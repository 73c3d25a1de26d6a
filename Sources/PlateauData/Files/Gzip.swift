/// Files compressed with gzip.
public enum Gzip {
  /// Whether bytes start as a gzip file does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  /// The decompressed bytes of a gzip file.
  ///
  /// - Parameters:
  ///   - bytes: The compressed bytes, of one or more members.
  ///   - name: What messages call the file.
  ///   - limit: The largest number of bytes accepted.
  /// - Returns: The content of all members, one after the other.
  /// - Throws: `DataError` where the bytes are not gzip, truncated, damaged, or more than the
  ///   limit.
  public static func decompressed(
    _ bytes: [UInt8], named name: String, limit: Int
  ) throws(DataError) -> [UInt8] {
    let (output, isComplete) = try decompressedPrefix(bytes, named: name, limit: limit)
    guard isComplete else {
      throw DataError(
        .malformed,
        "'\(name)' decompresses to more than \(limit) bytes, the most that is expected. "
          + "Check that it is the right file.")
    }
    return output
  }

  /// The first decompressed bytes, and whether they are all.
  ///
  /// Room for `expected` bytes is made at once; the caller has checked that they can be there.
  static func decompressedPrefix(
    _ bytes: [UInt8], named name: String, limit: Int, expected: Int? = nil
  ) throws(DataError) -> (bytes: [UInt8], isComplete: Bool) {
    guard isGzip(bytes) else {
      let start = Hexadecimal.text(bytes.prefix(2), separator: " ")
      throw DataError(
        .malformed,
        "'\(name)' is not a gzip file: it starts with \(start.isEmpty ? "nothing" : start), not "
          + "1f 8b. Remove '.gz' from its name if it is not compressed, or fetch it again.")
    }
    let (output, outcome) = bytes.withUnsafeBytes {
      Inflation.inflate($0, .gzip, limit: limit, expected: expected)
    }
    switch outcome {
    case .complete: return (output, true)
    case .limited: return (output, false)
    case .truncated:
      throw DataError(
        .malformed, "'\(name)' ends in the middle of its gzip data. Fetch it again.")
    case .corrupt:
      throw DataError(.malformed, "'\(name)' holds damaged gzip data. Fetch it again.")
    }
  }
}
