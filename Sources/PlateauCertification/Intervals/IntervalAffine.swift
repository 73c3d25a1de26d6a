import PlateauNetworks
import PlateauNumerics
import RealModule

/// A map (x − mean) · factor + shift of each channel, where the factor itself is rounded.
struct IntervalAffine: Sendable {
  let means: [Double]
  /// Off by at most 3 roundings, or less than the least normal number.
  let factors: [Double]
  let shifts: [Double]
  /// What factors are made of: scale over a deviation that lies in an interval.
  let scales: [Double]
  private let deviations: [DirectedSum]

  /// Takes the map of a network: of constants the factor is 1 / deviation, by running means it is
  /// scale / √(variance + ε).
  init(_ map: ChannelMap, _ parameters: ParameterBuffer) {
    switch map.source {
    case .constants(let constants):
      means = constants.means
      factors = constants.deviations.map { 1 / $0 }
      shifts = means.map { _ in 0 }
      scales = means.map { _ in 1 }
      deviations = constants.deviations.map { DirectedSum($0) }
    case .statistics(let offsets):
      func values(_ offset: Int) -> [Double] {
        (0..<map.image.channels).map { parameters.values[offset + $0] }
      }
      means = values(offsets.mean)
      shifts = values(offsets.shift)
      scales = values(offsets.scale)
      deviations = values(offsets.variance).map { variance in
        let square = DirectedSum.sum(variance, offsets.epsilon)
        return DirectedSum(
          lower: DirectedSum.squareRoot(square.lower).lower,
          upper: DirectedSum.squareRoot(square.upper).upper)
      }
      factors = zip(values(offsets.scale), values(offsets.variance)).map { scale, variance in
        let deviation = Double.sqrt(variance + offsets.epsilon)
        // Of an infinite one nothing is known: a factor that is no number loses every bound.
        return deviation.isFinite ? scale / deviation : .nan
      }
    }
  }

  /// (x − m)·f + t = f·x + (t − m·f), as factor and bias, with a bound of the error.
  ///
  /// Here sizes hold |f|·|x|; the factor is off by 3 roundings, and the two of the bias are the
  /// rest, each of its terms apart.
  @inline(__always)
  func line(_ channel: Int) -> (factor: Double, bias: Double, error: Double) {
    let (mean, factor, shift) = (means[channel], factors[channel], shifts[channel])
    let product = mean * factor
    let error = (product.magnitude + shift.magnitude) * 0x1p-50 + RoundingError.tiny
    return (factor, shift - product, error * RoundingError.up)
  }

  /// A number not below what distances are multiplied by at most.
  var largestFactor: Double {
    factors.reduce(0) { max($0, $1.magnitude) } * RoundingError.up + RoundingError.tiny
  }

  /// The map of a channel, with ends that are equal where nothing is rounded.
  func enclosure(_ channel: Int, _ value: DirectedSum) -> DirectedSum {
    guard factors[channel].isFinite else {
      return DirectedSum(lower: -.infinity, upper: .infinity)
    }
    var difference = value
    difference.add(-means[channel], -means[channel])
    var product = DirectedSum()
    product.add(scales[channel], times: difference)
    var result = product.divided(by: deviations[channel])
    result.add(shifts[channel], shifts[channel])
    return result.known
  }

  /// The deviation of a channel where it is a number of double precision.
  func exactDeviation(_ channel: Int) -> Double? {
    let deviation = deviations[channel]
    return deviation.lower == deviation.upper && deviation.lower.isFinite ? deviation.lower : nil
  }

  /// Bounds of the map of a channel over low...high.
  @inline(__always)
  func bounds(_ channel: Int, _ low: Double, _ high: Double) -> (lower: Double, upper: Double) {
    let (first, second) = (image(channel, low), image(channel, high))
    return factors[channel] < 0
      ? (second.value - second.error, first.value + first.error)
      : (first.value - first.error, second.value + second.error)
  }

  /// What the map makes of a number, and a bound of all errors, that of the next sum included.
  ///
  /// Difference, factor and product are rounded 5 times in all, 8·2⁻⁵³ of the product is more; the
  /// two sums take 2·2⁻⁵³ of the value, and 4·2⁻⁵³ is more. A factor and a product that underflow
  /// are off by less than the least normal number, the former times the difference.
  @inline(__always)
  private func image(_ channel: Int, _ x: Double) -> (value: Double, error: Double) {
    let difference = x - means[channel]
    let product = difference * factors[channel]
    let value = product + shifts[channel]
    let tiny = (difference.magnitude + 1) * RoundingError.tiny
    let error = product.magnitude * 0x1p-50 + value.magnitude * 0x1p-51 + tiny
    return (value, error * RoundingError.up)
  }
}
