extension VNNLIBReader {
  /// Refuses a file that has fewer bounds than its inputs need, before anything is made of inputs: a few
  /// letters can declare a tensor of millions.
  func checkBounds() throws(FormatError) {
    guard inputs.count > comparisons else { return }
    var (lower, upper) = (Set<Int>(), Set<Int>())
    func take(_ formula: VNNLIBFormula) {
      switch formula {
      case .bound(let bound):
        if bound.isUpper { upper.insert(Int(bound.input)) } else { lower.insert(Int(bound.input)) }
      case .inequality: return
      case .all(let parts), .any(let parts): for part in parts { take(part) }
      }
    }
    for bound in common.bounds { take(.bound(bound)) }
    for choice in choices { take(choice) }
    // Both sets have fewer elements than there are inputs.
    for input in 0..<inputs.count where !lower.contains(input) || !upper.contains(input) {
      throw missingBound(of: input, isUpper: lower.contains(input))
    }
  }

  /// The error of an input without an end.
  func missingBound(of input: Int, isUpper: Bool) -> FormatError {
    let (lacking, sign) = isUpper ? ("upper", "<=") : ("lower", ">=")
    let name = inputs.names[input]
    return FormatError(
      .malformed,
      "'\(text.name)' gives \(name) no \(lacking) bound in every case. Assert one: (assert "
        + "(\(sign) \(name) …)).")
  }
}
