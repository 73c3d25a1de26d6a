import CPlateauKernels

/// The factorizations of the highest level that this processor runs; at every level the results are
/// the same.
enum Factorizations {
  static let current: plateau_factorizations = {
    for level in [plateau_avx512, plateau_avx2, plateau_neon, plateau_portable] {
      if let table = plateau_factorizations_at(Int32(level.rawValue)) { return table.pointee }
    }
    preconditionFailure("every processor runs the portable level")
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
