extension UnsafeMutablePointer where Pointee: Scalar {
  /// Sets `count` elements to +0.
  ///
  /// Generic code of another module would take `update(repeating:count:)` element by element.
  package func clear(count: Int) {
    UnsafeMutableRawPointer(self).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Pointee>.stride)
  }
}
