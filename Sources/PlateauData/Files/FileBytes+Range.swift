extension FileBytes {
  /// A part of a file that must lie in a folder, links followed.
  ///
  /// - Parameters:
  ///   - name: The path from the folder on.
  ///   - folder: The folder; empty for the current one.
  ///   - start: The first byte, at least 0.
  ///   - count: The number of bytes, at least 0.
  /// - Returns: The bytes; nothing of their size is allocated unless they are there.
  /// - Throws: `DataError` where the file is missing, outside the folder, or too short.
  package static func read(
    _ name: String, inside folder: String, from start: Int, count: Int
  ) throws(DataError) -> [UInt8] {
    try OpenFile(name, inside: folder).bytes(from: start, count: count)
  }
}
