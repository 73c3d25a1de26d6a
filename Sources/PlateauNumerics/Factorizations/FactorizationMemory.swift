/// Memory of factorizations.
enum FactorizationMemory {
  /// Memory that starts as zeros, at an address that vectors like.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Double>.stride, alignment: 64)
    return memory.initializeMemory(as: Double.self, repeating: 0, count: max(1, count))
  }

  /// Frees what ``allocate(_:)`` gave.
  static func free(_ memory: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(memory).deallocate()
  }
}
