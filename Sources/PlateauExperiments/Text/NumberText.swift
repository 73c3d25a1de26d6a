/// Numbers as people read them.
package enum NumberText {
  /// A number with a fixed number of digits after the point.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (value.magnitude * scale).rounded()
    guard rounded < 1e15 else { return "\(value)" }
    let whole = Int(rounded)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let unit = Int(scale)
    let fraction = String(whole % unit)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(sign)\(whole / unit).\(zeros)\(fraction)"
  }

  /// A number with one digit after the point, or, below 1, as many as show its first two.
  package static func short(_ value: Double) -> String {
    var digits = 1
    var scaled = value.magnitude
    guard scaled == 0 || scaled >= 1e-9 else { return "\(value)" }
    while scaled > 0 && scaled < 0.995 {
      scaled *= 10
      digits += 1
    }
    return fixed(value, digits)
  }

  /// A fraction as a percentage with one digit after the point.
  package static func percent(_ fraction: Double) -> String { fixed(100 * fraction, 1) + " %" }

  /// A span of time: `42 s`, `3 min 05 s`, `1 h 02 min`.
  package static func duration(seconds: Double) -> String {
    let whole = Int(max(0, seconds).rounded())
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
    return "\(whole / 3600) h \(padded(whole / 60 % 60)) min"
  }

  /// A text filled up with spaces, on the right or on the left.
  package static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return right ? spaces + text : text + spaces
  }
}
