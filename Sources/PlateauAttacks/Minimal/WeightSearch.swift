/// The search of one example for the largest weight of the distance that still succeeds.
///
/// A view of four numbers that the caller keeps.
struct WeightSearch {
  static let columns = 4

  private let base: UnsafeMutablePointer<Double>

  init(in base: UnsafeMutablePointer<Double>) { self.base = base }

  /// The weight to try.
  var weight: Double {
    get { base[0] }
    nonmutating set { base[0] = newValue }
  }
  /// The largest weight that succeeded; 0 before any.
  private var succeeded: Double {
    get { base[1] }
    nonmutating set { base[1] = newValue }
  }
  /// The smallest weight that failed; infinite before any.
  private var failed: Double {
    get { base[2] }
    nonmutating set { base[2] = newValue }
  }
  /// The number of weights tried.
  var tried: Int {
    get { Int(base[3]) }
    nonmutating set { base[3] = Double(newValue) }
  }

  func begin(at first: Double) {
    weight = first
    succeeded = 0
    failed = .infinity
    tried = 0
  }

  /// Notes how the weight did, and chooses the next.
  func narrow(succeeded isSuccess: Bool) {
    tried += 1
    if isSuccess { succeeded = max(succeeded, weight) } else { failed = min(failed, weight) }
    if succeeded == 0 {
      weight = failed / 10
    } else if failed.isInfinite {
      weight = succeeded * 10
    } else {
      weight = (succeeded * failed).squareRoot()
    }
  }
}
