/// Ranges and their numbers in messages.
enum RangeText {
  /// A range, such as `[0, 255]`.
  static func range(_ bounds: ClosedRange<Double>) -> String {
    "[\(short(bounds.lowerBound)), \(short(bounds.upperBound))]"
  }

  /// A range as the command line takes it: `--bounds 0,255`, or `--bounds=-1,1`.
  static func option(_ lower: Double, _ upper: Double) -> String {
    "--bounds\(lower < 0 ? "=" : " ")\(short(lower)),\(short(upper))"
  }

  /// A number of single precision, without a fraction of zero.
  static func short(_ value: Double) -> String { ArrayFormat.short(Float(value)) }

  /// A number with two significant digits, such as `0.0031` or `1.2e-7`.
  static func rounded(_ value: Double) -> String {
    guard value.isFinite, value.magnitude >= 1e-300 else { return short(value) }
    var (exponent, scaled) = (0, value.magnitude)
    while scaled >= 9.95 { (exponent, scaled) = (exponent + 1, scaled / 10) }
    while scaled < 0.995 { (exponent, scaled) = (exponent - 1, scaled * 10) }
    let digits = Int((scaled * 10).rounded())
    let sign = value < 0 ? "-" : ""
    guard (-4...6).contains(exponent) else {
      return "\(sign)\(digits / 10)\(digits % 10 == 0 ? "" : ".\(digits % 10)")e\(exponent)"
    }
    var shown = Double(digits)
    for _ in 0..<(exponent - 1).magnitude { shown = exponent > 1 ? shown * 10 : shown / 10 }
    return sign + short(shown)
  }
}
