/// Gray values between bytes and numbers in [0, 1].
enum Pixels {
  /// Each byte divided by 255, correctly rounded.
  static func scaled(_ bytes: [UInt8]) -> [Float] {
    let table = (0..<256).map { Float($0) / 255 }
    return [Float](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      count = bytes.count
      table.withUnsafeBufferPointer { table in
        bytes.withUnsafeBufferPointer { bytes in
          guard let table = table.baseAddress, let source = bytes.baseAddress,
            let target = buffer.baseAddress
          else { return }
          // Bare pointers and no range keep debug builds usable: 2 s less for MNIST.
          var index = 0
          while index < bytes.count {
            (target + index).initialize(to: table[Int(source[index])])
            index &+= 1
          }
        }
      }
    }
  }
}
