#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The speed of products of matrices on one thread.
package struct ProductSpeed: Sendable, Hashable {
  /// The number type of the products.
  package let precision: Precision
  /// Multiplications and additions of the fastest of several products, in 10⁹ a second.
  package let gigaflops: Double
  /// What the level gives at the processor's clock, in 10⁹ a second; nil for portable code.
  ///
  /// With AVX-512 that is one vector of fused multiply-adds in a cycle, which many processors do
  /// twice; with AVX2 and NEON it is two.
  package let expected: Double?
  /// The share of the time that this thread had a processor, 0...1.
  package let share: Double

  /// Creates a speed.
  package init(precision: Precision, gigaflops: Double, expected: Double?, share: Double) {
    self.precision = precision
    self.gigaflops = gigaflops
    self.expected = expected
    self.share = share
  }

  /// Whether less than half of what is expected was measured.
  package var isSlow: Bool { expected.map { gigaflops < 0.5 * $0 } ?? false }

  /// Measures products of 384 × 384 by 384 × 384 at the level in use.
  ///
  /// - Parameters:
  ///   - precision: The number type.
  ///   - frequency: The processor's clock, in cycles a second, as ``Processor/clock()`` measures it.
  /// - Returns: The speed of the fastest.
  /// - Complexity: About 0.1 s, with portable code longer.
  package static func measure(_ precision: Precision, clock frequency: Double) -> ProductSpeed {
    let level = ProcessorLevel.current
    return switch precision {
    case .float: measure(Float.self, precision, level, frequency)
    case .double: measure(Double.self, precision, level, frequency)
    }
  }

  private static func measure<Element: Scalar>(
    _ type: Element.Type, _ precision: Precision, _ level: ProcessorLevel, _ frequency: Double
  ) -> ProductSpeed {
    let size = 384
    func filled() -> RowBuffer<Element> {
      let result = RowBuffer<Element>(capacity: size, columns: size)
      for index in 0..<size * size { result.pointer[index] = Element(index % 7) - 3 }
      return result
    }
    let (a, b, c) = (filled(), filled(), filled())
    let shape = ProductShape(m: size, n: size, k: size)
    let clock = ContinuousClock()
    let (begin, busy) = (clock.now, processorSeconds)
    var shortest = Double.infinity
    var runs = 0
    while runs < 3 || (clock.now - begin) / .seconds(1) < 0.1 {
      let time = clock.measure {
        Element.kernels.gemm(a.pointer, b.pointer, into: c.pointer, shape)
      }
      shortest = min(shortest, time / .seconds(1))
      runs += 1
    }
    let share = (processorSeconds - busy) / ((clock.now - begin) / .seconds(1))
    return ProductSpeed(
      precision: precision, gigaflops: 2e-9 * Double(size * size * size) / shortest,
      expected: level.lanes(of: type).map { 2e-9 * Double($0) * frequency },
      share: min(1, max(0, share)))
  }

  /// The seconds that this thread has had a processor.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension ProcessorLevel {
  /// The numbers in a vector; nil for portable code.
  fileprivate func lanes<Element>(of type: Element.Type) -> Int? {
    switch self {
    case .avx512: 64 / MemoryLayout<Element>.stride
    // Two units in every processor that has it.
    case .avx2: 2 * 32 / MemoryLayout<Element>.stride
    case .neon: 2 * 16 / MemoryLayout<Element>.stride
    case .portable: nil
    }
  }
}
