import CPlateauKernels

/// Facts about the processor that this program runs on.
package enum Processor {
  /// The features that matter to the kernels and that it has, such as `avx2`.
  package static var features: [String] {
    var result: [String] = []
    var isPresent: Int32 = 0
    var index: Int32 = 0
    while let name = plateau_feature(index, &isPresent) {
      if isPresent != 0 { result.append(String(cString: name)) }
      index += 1
    }
    return result
  }

  /// Whether the kernels were compiled with optimization; without it they take some fifty times longer.
  package static var hasOptimizedKernels: Bool { plateau_is_optimized() != 0 }

  /// Measures the clock, in cycles a second: the fastest of several short measurements, each of a
  /// chain of multiplications of 3 cycles.
  ///
  /// - Complexity: About 10 ms.
  package static func clock() -> Double {
    let steps = 1_000_000
    let clock = ContinuousClock()
    let shortest = (0..<5).reduce(Double.infinity) { shortest, _ in
      min(shortest, clock.measure { plateau_wait_cycles(steps) } / .seconds(1))
    }
    return 3 * Double(steps) / shortest
  }
}
