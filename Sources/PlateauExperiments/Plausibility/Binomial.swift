import PlateauNumerics

/// The number of successes among independent trials of one probability.
struct Binomial {
  let trials: Int
  let probability: Double

  /// The probability of at least so many successes.
  ///
  /// - Complexity: O(*trials*)
  func atLeast(_ successes: Int) -> Double { sum(successes...max(successes, trials)) }

  /// The probability of at most so many successes.
  ///
  /// - Complexity: O(*trials*)
  func atMost(_ successes: Int) -> Double { sum(0...max(0, successes)) }

  private func sum(_ range: ClosedRange<Int>) -> Double {
    guard range.lowerBound > 0 || range.upperBound < trials else { return 1 }
    let probability = min(max(probability, 0), 1)
    guard probability > 0 else { return range.contains(0) ? 1 : 0 }
    guard probability < 1 else { return range.contains(trials) ? 1 : 0 }
    let (yes, no) = (Elementary.log(probability), Elementary.log(onePlus: -probability))
    let total = range.clamped(to: 0...trials).reduce(0.0) { sum, successes in
      let failures = trials - successes
      let ways =
        Elementary.logGamma(Double(trials + 1)) - Elementary.logGamma(Double(successes + 1))
        - Elementary.logGamma(Double(failures + 1))
      return sum + Elementary.exp(ways + Double(successes) * yes + Double(failures) * no)
    }
    return min(1, total)
  }
}
