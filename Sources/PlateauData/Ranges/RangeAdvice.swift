import PlateauNumerics

/// What to do about numbers outside the range of inputs, from what they look like.
struct RangeAdvice {
  private let bounds: ClosedRange<Double>
  private let isFixed: Bool
  private let type: NPYType
  private let count: Int
  private var least = Double.infinity
  private var most = -Double.infinity
  private var mean = 0.0
  private var deviation = 0.0
  private var areWhole = true
  /// The numbers outside, and how far the farthest of them is.
  private var outside = 0
  private var farthest = 0.0

  /// Looks at numbers, all of them finite.
  init<Element: Scalar>(_ values: [Element], in range: InputRange, type: NPYType) {
    bounds = range.bounds
    isFixed = range.isFixed
    self.type = type
    count = values.count
    var (sum, squares) = (0.0, 0.0)
    for element in values {
      let value = Double(element)
      (least, most) = (min(least, value), max(most, value))
      sum += value
      squares += value * value
      areWhole = areWhole && value == value.rounded()
      let distance = max(bounds.lowerBound - value, value - bounds.upperBound, 0)
      if distance > 0 { outside += 1 }
      farthest = max(farthest, distance)
    }
    mean = sum / Double(max(1, count))
    deviation = max(0, squares / Double(max(1, count)) - mean * mean).squareRoot()
  }

  /// Ranges in which images are stored, and how they are brought to [0, 1].
  private static let ranges: [(lower: Double, upper: Double, scaled: String)] = [
    (-1, 1, "(x + 1) / 2"), (-0.5, 0.5, "x + 0.5"), (-128, 127, "(x + 128) / 255"),
  ]

  /// One or two sentences.
  var text: String {
    if isSlightlyOutside {
      let ends = "\(RangeText.short(bounds.lowerBound)), \(RangeText.short(bounds.upperBound))"
      let (verb, object) = outside == 1 ? ("lies", "it") : ("lie", "them")
      return
        "\(outside) of its \(count) values \(verb) outside, by at most "
        + "\(RangeText.rounded(farthest)): clip \(object), x = np.clip(x, \(ends))."
    }
    let found = "The array goes from \(RangeText.short(least)) to \(RangeText.short(most))"
    return isFixed ? found + scaling : found + range
  }

  /// What to do where another range can be given.
  private var range: String {
    let units = "Epsilon, --mean and --std are then in these units, too."
    if type == .uint8, bounds != 0...255 {
      return ": leave out --bounds, and uint8 is divided by 255, or give --bounds 0,255."
    }
    if looksGray { return ": give its range with --bounds 0,255, or scale it. \(units)" }
    if let range = Self.ranges.first(where: fills) {
      return
        ": give its range with \(RangeText.option(range.lower, range.upper)), or scale it, "
        + "\(range.scaled). \(units)"
    }
    let own = "epsilon and the range of inputs are those of the data."
    if looksNormalized { return "\(normalized), and give --mean and --std: \(own)" }
    if looksCentered { return "\(centered), and give --bounds 0,255 and --mean: \(own)" }
    return ": give its range with \(RangeText.option(least, most)), or scale it."
  }

  /// What to do where all inputs lie in [0, 1].
  private var scaling: String {
    if looksGray { return ": divide it by 255." }
    if let range = Self.ranges.first(where: fills) { return ": scale it, \(range.scaled)." }
    if looksNormalized {
      return "\(normalized); a normalization is a part of the network, network.normalization."
    }
    if looksCentered { return "\(centered), and divide by 255." }
    return ": scale it to [0, 1]."
  }

  private var normalized: String {
    ", with a mean of \(RangeText.rounded(mean)) and a standard deviation of "
      + "\(RangeText.rounded(deviation)), as data that is normalized already. Undo that, x * std + mean"
  }

  private var centered: String {
    ", as pixels from 0 to 255 less their mean. Add it again, x + mean"
  }

  /// Whether the numbers are meant for the range, and miss it by resizing or rounding.
  private var isSlightlyOutside: Bool {
    let share = farthest / (bounds.upperBound - bounds.lowerBound)
    // Small numbers lie near the end of a wide range without being meant for it.
    return most - least > 10 * farthest && (share <= 0.01 || share <= 0.1 && outside * 20 <= count)
  }

  private var looksGray: Bool {
    bounds != 0...255 && least >= 0 && most <= 255 && (areWhole || most > 16)
  }

  private func fills(_ range: (lower: Double, upper: Double, scaled: String)) -> Bool {
    bounds != range.lower...range.upper && least >= range.lower && most <= range.upper
      && least <= 0.9 * range.lower && most >= 0.5 * range.upper
  }

  private var looksNormalized: Bool {
    count >= 100 && least < 0 && least > -10 && most < 10 && mean.magnitude <= 1
      && (0.2...2.5).contains(deviation)
  }

  private var looksCentered: Bool {
    count >= 100 && least < -10 && least > -255 && most > 10 && most - least <= 256
  }
}
