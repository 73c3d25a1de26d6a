extension [UInt8] {
  /// All pieces, one after the other.
  init(joining pieces: [ArraySlice<UInt8>]) {
    self = []
    reserveCapacity(pieces.reduce(0) { $0 + $1.count })
    for piece in pieces { append(contentsOf: piece) }
  }
}

// MARK: - Little-endian numbers

extension [UInt8] {
  /// The number at a place.
  ///
  /// - Precondition: it lies within the bytes.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, at offset: Int
  ) -> Number {
    precondition(offset >= 0 && offset <= count - MemoryLayout<Number>.size, "past the end")
    return withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
  }

  /// Adds a number.
  mutating func append(number: some FixedWidthInteger & BitwiseCopyable) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
