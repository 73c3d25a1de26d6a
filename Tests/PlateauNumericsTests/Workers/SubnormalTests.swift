import CPlateauKernels
import PlateauNumerics
import Synchronization
import Testing

@Suite("Subnormal numbers")
struct SubnormalTests {
  static let tasks = 64
  static let shape = ProductShape(m: 3, n: 19, k: 5)

  /// Products of numbers near the square root of the least normal one, of shape 3 x 19.
  private func product(at level: ProcessorLevel) -> [Float] {
    var generator = SeededGenerator(seed: 18)
    func random(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float(generator.uniform(-0x1p-66, 0x1p-66)) }
    }
    let (a, b) = (random(3 * 5), random(5 * 19))
    var c = [Float](repeating: 0, count: 3 * 19)
    Float.kernels(at: LevelTable.table(at: level)).gemm(a, b, into: &c, Self.shape)
    return c
  }

  /// The products that each task finds, and the threads that took part.
  private func run(
    _ workers: Workers, at level: ProcessorLevel
  ) -> (products: [[Float]], threads: Set<Int>) {
    let found = Mutex<(products: [[Float]], threads: Set<Int>)>(([], []))
    workers.run(tasks: Self.tasks) { _, thread in
      let product = product(at: level)
      found.withLock {
        $0.products.append(product)
        $0.threads.insert(thread)
      }
      // So that other threads have their share.
      for _ in 0..<2000 { plateau_pause() }
    }
    return found.withLock { $0 }
  }

  /// Runs a closure on a thread that takes subnormals for zeros, and returns its flags for that
  /// before and after.
  private func flushing(_ body: () -> Void) -> (before: UInt64, after: UInt64) {
    let mode = plateau_float_mode()
    defer { plateau_set_float_mode(mode) }
    plateau_set_float_mode(mode | plateau_flushing_flags)
    // Of those of arm64 one is new, and may stay 0.
    let before = plateau_float_mode() & plateau_flushing_flags
    body()
    return (before, plateau_float_mode() & plateau_flushing_flags)
  }

  @Test(arguments: ProcessorLevel.available, [1, 2, 4])
  func `are kept by tasks of a caller that flushes them`(level: ProcessorLevel, threads: Int) {
    let expected = product(at: level)
    #expect(expected.allSatisfy { $0.isSubnormal })
    var outside: [Float] = []
    var inside: [[Float]] = []
    let mode = flushing {
      outside = product(at: level)
      inside = run(Workers(threads: threads), at: level).products
    }
    #expect(outside.allSatisfy { $0 == 0 }, "the caller does flush them")
    #expect(inside == Array(repeating: expected, count: Self.tasks))
    #expect(mode.before != 0 && mode.after == mode.before)
  }

  @Test func `are kept by a team that serves callers of both kinds`() {
    let workers = Workers(threads: 3)
    for level in ProcessorLevel.available {
      let expected = Array(repeating: product(at: level), count: Self.tasks)
      for _ in 0..<10 {
        #expect(run(workers, at: level).products == expected)
        var products: [[Float]] = []
        _ = flushing { products = run(workers, at: level).products }
        #expect(products == expected)
      }
    }
  }

  @Test func `are kept by a single task on the calling thread`() {
    let seen = Mutex<UInt64>(.max)
    let mode = flushing {
      Workers(threads: 1).run(tasks: 1) { _, _ in
        seen.withLock { $0 = plateau_float_mode() & plateau_flushing_flags }
      }
    }
    #expect(seen.withLock { $0 } == 0)
    #expect(mode.before != 0 && mode.after == mode.before)
  }
}
