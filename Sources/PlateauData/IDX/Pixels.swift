import CPlateauKernels

/// Gray values between bytes and numbers in [0, 1].
enum Pixels {
  /// Each byte divided by 255, correctly rounded.
  static func scaled(_ bytes: [UInt8]) -> [Float] {
    [Float](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      count = bytes.count
      bytes.withUnsafeBufferPointer { bytes in
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
        plateau_bytes_to_unit_f32(Int64(bytes.count), source, target)
      }
    }
  }
}
