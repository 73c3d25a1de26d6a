import Synchronization

/// The softnesses of a sweep: found when they are first needed, since that takes a pass over all
/// examples, and once.
final class FoundSoftnesses: Sendable {
  private let values = Mutex<[Double]?>(nil)

  /// Those found before, or what a closure finds.
  func found(_ find: () -> [Double]) -> [Double] {
    values.withLock { values in
      let found = values ?? find()
      values = found
      return found
    }
  }
}
