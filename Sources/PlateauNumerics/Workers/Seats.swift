import Synchronization

/// Seats that threads take when they take their first task, so that there need be no more than tasks.
package final class Seats {
  private let taken: UnsafeMutablePointer<Int>
  private let next = Atomic<Int>(0)

  /// Begins with no seat taken.
  package init(threads: Int) {
    taken = .allocate(capacity: threads)
    taken.initialize(repeating: -1, count: threads)
  }

  deinit { taken.deallocate() }

  /// The seat of a thread, which calls it itself: the next free one, or that of before.
  package func seat(of thread: Int) -> Int {
    if taken[thread] < 0 { taken[thread] = next.wrappingAdd(1, ordering: .relaxed).oldValue }
    return taken[thread]
  }
}
