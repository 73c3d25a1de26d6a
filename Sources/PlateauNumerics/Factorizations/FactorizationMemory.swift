import CPlateauKernels

/// The factorizations of the level in use; at every level the results are the same.
enum Factorizations {
  static let current: plateau_factorizations = {
    guard let table = plateau_factorizations_at(ProcessorLevel.current.number) else {
      preconditionFailure("a level that does not run is never current")
    }
    return table.pointee
  }()

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
