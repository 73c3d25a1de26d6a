import PlateauNumerics
import PlateauRobustness

/// What is known of each example during an attack.
///
/// A reference with memory of its own: threads write rows of their own shards only.
final class Ledger {
  struct Entry {
    var isMisclassified = false
    var isSuccess = false
    /// The size of the success under the norm of the threat.
    var size = 0.0
    /// Whether the example needs no further search.
    var isSettled = false
    var isPrecisionDependent = false
    /// The starts that computed a gradient, and those at which the first was exactly zero.
    var gradientStarts = 0
    var zeroStarts = 0
    var queries = 0
    var iterations = 0
  }

  let count: Int
  let entries: UnsafeMutablePointer<Entry>
  let adversarial: RowBuffer<Float>

  init(count: Int, columns: Int) {
    self.count = count
    entries = .allocate(capacity: max(1, count))
    entries.initialize(repeating: Entry(), count: max(1, count))
    adversarial = RowBuffer(capacity: count, columns: columns)
  }

  deinit {
    entries.deallocate()
  }

  /// The outcomes, after all starts.
  func outcomes(from originals: UnsafePointer<Float>) -> [AttackOutcome] {
    let columns = adversarial.columns
    return (0..<count).map { index in
      let entry = entries[index]
      let size = PerturbationSize(
        from: originals + index * columns, to: adversarial.pointer + index * columns,
        count: columns)
      return AttackOutcome(
        isSuccess: entry.isSuccess, isMisclassified: entry.isMisclassified, size: size,
        isUnchanged: size.l0 == 0,
        hasZeroGradient: entry.gradientStarts > 0 && entry.zeroStarts == entry.gradientStarts,
        isPrecisionDependent: entry.isPrecisionDependent, queries: entry.queries,
        iterations: entry.iterations,
        stop: entry.isMisclassified ? .misclassified : entry.isSuccess ? .success : .exhausted)
    }
  }
}
