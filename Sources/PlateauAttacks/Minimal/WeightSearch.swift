/// The search of one example for the largest weight of the distance that still succeeds.
struct WeightSearch: BitwiseCopyable {
  /// The weight to try.
  private(set) var weight: Double
  /// The largest weight that succeeded; 0 before any.
  private var succeeded = 0.0
  /// The smallest weight that failed; infinite before any.
  private var failed = Double.infinity
  /// The number of weights tried.
  private(set) var tried = 0

  init(from first: Double) { weight = first }

  /// Notes how the weight did, and chooses the next.
  mutating func narrow(succeeded isSuccess: Bool) {
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
