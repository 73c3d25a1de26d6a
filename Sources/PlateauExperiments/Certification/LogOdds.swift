import PlateauNumerics

/// Enclosures of the logarithm of odds: log p − log(1 − p), for which two logits must differ so that
/// the probability of the first is p.
///
/// The functions are within a unit in the last place; each sum of two is widened by sixteen.
enum LogOdds {
  private static let slack = 16 * Double.ulpOfOne

  /// Of a probability between two ends in [0, 1]; infinite ones become the largest numbers.
  static func ofProbability(_ ends: ClosedRange<Double>) -> ClosedRange<Double> {
    func value(_ p: Double) -> (Double, error: Double) {
      guard p > 0 else { return (-.greatestFiniteMagnitude, 0) }
      guard p < 1 else { return (.greatestFiniteMagnitude, 0) }
      // Near 1/2 both logarithms would cancel; 2p − 1 is exact there.
      let odds =
        (0.25...0.75).contains(p)
        ? 2 * Elementary.atanh(2 * p - 1) : Elementary.log(p) - Elementary.log(onePlus: -p)
      return (odds, odds.magnitude * slack)
    }
    return enclosed(value(ends.lowerBound), value(ends.upperBound))
  }

  /// Of the probability whose logarithm lies between two ends that are not above 0.
  static func ofLogarithm(_ ends: ClosedRange<Double>) -> ClosedRange<Double> {
    func value(_ l: Double) -> (Double, error: Double) {
      guard l < 0 else { return (.greatestFiniteMagnitude, 0) }
      let odds =
        l > -0.7
        ? -Elementary.log(Elementary.expMinusOne(-l))
        : l - Elementary.log(onePlus: -Elementary.exp(l))
      return (odds, max(1, odds.magnitude) * slack)
    }
    return enclosed(value(ends.lowerBound), value(ends.upperBound))
  }

  private static func enclosed(
    _ lower: (Double, error: Double), _ upper: (Double, error: Double)
  ) -> ClosedRange<Double> {
    let most = Double.greatestFiniteMagnitude
    return max(-most, lower.0 - lower.error)...min(most, upper.0 + upper.error)
  }
}
