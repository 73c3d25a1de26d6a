extension NPYArray {
  /// The bytes of a file: those that `numpy.save` of NumPy 2 writes for the same array.
  public func encoded() -> [UInt8] { Array(joining: pieces) }

  /// Writes a file in one step, replacing what is there.
  ///
  /// - Throws: `DataError` with the system's reason; the old file is then intact.
  public func write(to path: String) throws(DataError) {
    try AtomicFile.write(pieces: pieces, to: path)
  }

  /// The header, and the values without a copy.
  var pieces: [ArraySlice<UInt8>] { [header[...], bytes] }

  /// The header, padded so that the values start at a multiple of 64 bytes.
  private var header: [UInt8] {
    let sides = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text =
      "{'descr': '\(type.description(isBigEndian: isBigEndian))', 'fortran_order': \(isColumnMajor ? "True" : "False"), "
      + "'shape': (\(sides)), }"
    // NumPy leaves room for the dimension that grows when data is appended.
    if let growing = isColumnMajor ? shape.last : shape.first {
      text += String(repeating: " ", count: 21 - String(growing).utf8.count)
    }
    // 64 dimensions of 20 characters stay far below the 65,535 bytes of version 1.
    let prefix = 10
    let padding = 64 - (prefix + text.utf8.count + 1) % 64
    let length = text.utf8.count + padding + 1
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0a]
  }
}
