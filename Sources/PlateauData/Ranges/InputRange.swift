public import PlateauNumerics

/// The range in which all inputs lie, and what becomes of numbers outside it.
///
/// Pixels that were normalized and brought back miss the ends of their range by a few units in the
/// last place; these are moved to the ends. Anything further outside is refused, with advice that
/// fits the numbers that there are.
public struct InputRange: Sendable, Hashable {
  /// The range, each end rounded to single precision.
  public let bounds: ClosedRange<Double>
  /// Whether there is no choice of another range, so that none is advised.
  public let isFixed: Bool

  /// Creates a range.
  public init(_ bounds: ClosedRange<Double>, isFixed: Bool = false) {
    self.bounds = bounds
    self.isFixed = isFixed
  }

  /// What to tell of numbers that are read.
  public struct Origin: Sendable {
    /// What messages call the numbers, at the beginning of a sentence: `Array 'x' of 'f.npz'`.
    public let label: String
    /// The number of values of an example.
    public let width: Int
    /// The shape that indices are of, examples first.
    public let shape: [Int]
    /// The type in which the numbers are stored.
    public let type: NPYType

    /// Describes numbers of an array.
    public init(_ array: NPYArray) {
      label = array.label
      shape = array.shape
      width = max(1, array.shape.dropFirst().reduce(1, *))
      type = array.type
    }

    /// Describes numbers in single precision, a row for each example.
    public init(label: String, rows: Int, columns: Int) {
      self.label = label
      shape = [rows, columns]
      width = max(1, columns)
      type = .float
    }

    /// The label within a sentence.
    var name: String { label.prefix(1).lowercased() + label.dropFirst() }

    /// The index of a value, as one number for each dimension.
    func index(_ position: Int) -> [Int] {
      var rest = position
      return shape.reversed().map { side in
        defer { rest /= max(1, side) }
        return rest % max(1, side)
      }.reversed()
    }
  }

  /// How far outside numbers may lie by rounding: 8 units in the last place of the larger end, and
  /// 2 units where the numbers are of half precision.
  func tolerance(_ type: NPYType) -> Double {
    let largest = max(bounds.lowerBound.magnitude, bounds.upperBound.magnitude)
    return largest * (type == .float16 ? 2 * 0x1p-10 : 8 * 0x1p-23)
  }

  /// Moves numbers that rounding put outside to the ends of the range.
  ///
  /// - Parameters:
  ///   - values: The numbers, in row-major order.
  ///   - origin: Where they come from, for messages.
  /// - Returns: Sentences on what was moved, and on what looks like a range in other units.
  /// - Throws: `DataError` where a number is not finite or lies further outside: the message has the
  ///   first of them with its index, and what to do.
  /// - Complexity: O(*count*), one pass where all numbers lie in the range.
  public func clip<Element: Scalar>(
    _ values: inout [Element], from origin: Origin
  ) throws(DataError) -> [String] {
    let (lower, upper) = (Element(bounds.lowerBound), Element(bounds.upperBound))
    let allowed = tolerance(origin.type)
    var (least, most) = (Element.infinity, -Element.infinity)
    var (count, farthest) = (0, 0.0)
    for index in values.indices {
      let value = values[index]
      least = min(least, value)
      most = max(most, value)
      if value >= lower && value <= upper { continue }
      let distance = self.distance(Double(value))
      guard value.isFinite, distance <= allowed else {
        throw refusal(values, at: index, origin)
      }
      values[index] = min(max(value, lower), upper)
      count += 1
      farthest = max(farthest, distance)
    }
    guard count > 0 else {
      return doubts(Double(least), Double(most), of: values.count, from: origin)
    }
    return [
      "\(count) value\(count == 1 ? "" : "s") of \(origin.name) lay outside "
        + "\(RangeText.range(bounds)) by at most \(RangeText.rounded(farthest)), which is rounding; "
        + "\(count == 1 ? "it was" : "they were") clipped."
    ]
  }

  private func distance(_ value: Double) -> Double {
    max(bounds.lowerBound - value, value - bounds.upperBound, 0)
  }

  /// The error of a number that is no input.
  private func refusal<Element: Scalar>(
    _ values: [Element], at index: Int, _ origin: Origin
  ) -> DataError {
    let bad = values.firstIndex { !$0.isFinite }
    let shown = bad ?? index
    let place =
      "\(origin.label) holds \(values[shown]) at index \(origin.index(shown)), in example "
      + "\(shown / origin.width)"
    guard bad == nil else {
      return DataError(
        .mismatch, "\(place); inputs are finite. Remove the example, or replace the value.")
    }
    return DataError(
      .mismatch,
      "\(place); inputs lie in \(RangeText.range(bounds)). "
        + RangeAdvice(values, in: self, type: origin.type).text)
  }

  /// Why the range may be one of other units.
  private func doubts(
    _ least: Double, _ most: Double, of count: Int, from origin: Origin
  ) -> [String] {
    let width = bounds.upperBound - bounds.lowerBound
    let range =
      "inputs go from \(RangeText.short(bounds.lowerBound)) to "
      + RangeText.short(bounds.upperBound)
    guard count >= 100, least >= 0, most <= 1 else { return [] }
    if width >= 100 {
      return [
        "No value of \(origin.name) is above 1, but \(range): leave out --bounds where the data is "
          + "in [0, 1]."
      ]
    }
    if bounds.lowerBound < 0 && bounds.upperBound <= 1 {
      return [
        "No value of \(origin.name) is below 0, but \(range): leave out --bounds where the data is "
          + "in [0, 1]."
      ]
    }
    return []
  }
}
