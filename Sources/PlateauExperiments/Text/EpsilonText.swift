/// Sizes of perturbation as people write them, and whether they fit the range of inputs.
package enum EpsilonText {
  /// A number, or a fraction of two: `0.1`, `8/255`.
  ///
  /// - Returns: The number; nil where the text is none, is negative, or not finite.
  package static func value(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(trimmed)
    guard parts.count <= 2, let first = Double(parts[0]) else { return nil }
    var value = first
    if parts.count == 2 {
      guard let second = Double(parts[1]), second > 0 else { return nil }
      value /= second
    }
    return value >= 0 && value.isFinite ? value : nil
  }

  /// Several of them, separated by commas, with the text of each; nil in place of one that is none.
  package static func values(_ text: String) -> [(text: String, value: Double?)] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      (trimmed(part), value(String(part)))
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
