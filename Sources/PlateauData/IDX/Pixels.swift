/// Gray values between bytes and numbers in [0, 1].
enum Pixels {
  /// Each byte divided by 255, correctly rounded.
  static func scaled(_ bytes: [UInt8]) -> [Float] {
    let table = (0..<256).map { Float($0) / 255 }
    return [Float](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      table.withUnsafeBufferPointer { table in
        for index in bytes.indices {
          buffer.initializeElement(at: index, to: table[Int(bytes[index])])
        }
      }
      count = bytes.count
    }
  }
}
