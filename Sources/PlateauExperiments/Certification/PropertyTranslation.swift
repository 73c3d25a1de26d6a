import PlateauCertification
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics

/// A property of a file's own inputs and outputs in terms of its network: boxes in the order of the
/// network's input, inequalities of its logits.
///
/// What a file makes of its logits is translated exactly, or enclosed so that proofs are of the larger
/// region and counterexamples of the smaller; what cannot be is refused.
struct PropertyTranslation {
  let model: String
  let property: VNNLIBProperty
  let interface: ModelInterface
  /// The number of outputs of the network.
  let logits: Int

  /// What an inequality says of logits.
  private enum Meaning {
    case always
    case never
    case inequality(OutputInequality)

    init(_ isTrue: Bool) { self = isTrue ? .always : .never }
  }

  /// The regions in terms of the network.
  ///
  /// - Throws: `FormatError` that names an inequality that is none of logits.
  func problems() throws(FormatError) -> [VerificationProblem] {
    var result: [VerificationProblem] = []
    for region in property.regions { result.append(try problem(region)) }
    return result
  }

  private func problem(
    _ region: VNNLIBProperty.Region
  ) throws(FormatError) -> VerificationProblem {
    var unsafe: [[OutputInequality]] = []
    for conjunction in region.conjunctions {
      var inequalities: [OutputInequality] = []
      var isPossible = true
      for inequality in conjunction {
        switch try meaning(of: inequality) {
        case .always: continue
        case .never: isPossible = false
        case .inequality(let translated): inequalities.append(translated)
        }
      }
      if isPossible, !Self.contradict(inequalities) { unsafe.append(inequalities) }
    }
    func ends(_ values: [DecimalEnclosure]) -> [ClosedRange<Double>] {
      interface.input.networkOrder(values.map { $0.lower...$0.upper })
    }
    // Where each input of the network lies in the file.
    let places = interface.input.networkOrder(Array(region.lower.indices))
    return VerificationProblem(
      .box(lower: ends(region.lower), upper: ends(region.upper)), unsafe: unsafe,
      fixed: Set(places.indices.filter { region.fixed.contains(places[$0]) }))
  }

  /// Whether two inequalities ask the same sum to be below one number and above a larger one.
  private static func contradict(_ inequalities: [OutputInequality]) -> Bool {
    var limits: [[OutputInequality.Term]: Double] = [:]
    for inequality in inequalities {
      let bound = inequality.bound.upperBound
      limits[inequality.terms, default: .infinity] =
        min(bound, limits[inequality.terms] ?? .infinity)
      let opposite = inequality.terms.map {
        OutputInequality.Term(output: $0.output, coefficient: -$0.coefficient)
      }
      // The sign of a rounded sum is that of the exact one.
      if let other = limits[opposite] ?? limits[opposite.reversed()], other + bound < 0 {
        return true
      }
    }
    return false
  }

  // MARK: - Inequalities

  private func meaning(
    of inequality: VNNLIBProperty.Inequality
  ) throws(FormatError) -> Meaning {
    let bound = inequality.bound.lower...inequality.bound.upper
    // Comparisons of an output with itself.
    if inequality.terms.isEmpty, bound.upperBound < 0 { return .never }
    if inequality.terms.isEmpty, bound.lowerBound >= 0 { return .always }
    let plain = OutputInequality(
      inequality.terms.map { .init(output: $0.output, coefficient: $0.coefficient) },
      atMost: bound)
    // The terms of two outputs are +1 and −1 of a bound of 0: a comparison, which all keep.
    guard inequality.terms.count == 1, let term = inequality.terms.first else {
      return .inequality(plain)
    }
    let isUpper = term.coefficient > 0
    let limit = isUpper ? bound : -bound.upperBound ... -bound.lowerBound
    switch interface.ending {
    case .logits: return .inequality(plain)
    case .sigmoid:
      if let settled = settled(isUpper, limit, between: 0, and: 1) { return settled }
      let odds = LogOdds.ofProbability(Self.unit(limit))
      return .inequality(
        OutputInequality(
          [.init(output: term.output, coefficient: isUpper ? 1 : -1)],
          atMost: isUpper ? odds : -odds.upperBound ... -odds.lowerBound))
    case .binary(isSigmoid: false): return .inequality(difference(1, 0, isUpper, limit))
    case .binary(isSigmoid: true):
      if let settled = settled(isUpper, limit, between: 0, and: 1) { return settled }
      return .inequality(difference(1, 0, isUpper, LogOdds.ofProbability(Self.unit(limit))))
    case .softmax:
      guard logits > 1 else { return constant(1, isUpper, limit) }
      if let settled = settled(isUpper, limit, between: 0, and: 1) { return settled }
      guard logits == 2 else { throw refusal(term, isUpper, inequality.bound, "softmax") }
      let odds = LogOdds.ofProbability(Self.unit(limit))
      return .inequality(difference(term.output, 1 - term.output, isUpper, odds))
    case .logSoftmax:
      guard logits > 1 else { return constant(0, isUpper, limit) }
      if let settled = settled(isUpper, limit, between: -.infinity, and: 0) { return settled }
      guard logits == 2 else { throw refusal(term, isUpper, inequality.bound, "log-softmax") }
      let odds = LogOdds.ofLogarithm(limit.lowerBound...min(0, limit.upperBound))
      return .inequality(difference(term.output, 1 - term.output, isUpper, odds))
    }
  }

  /// That the difference of two logits is at most, or at least, a limit.
  private func difference(
    _ one: Int, _ other: Int, _ isUpper: Bool, _ limit: ClosedRange<Double>
  ) -> OutputInequality {
    let sign: Double = isUpper ? 1 : -1
    return OutputInequality(
      [.init(output: one, coefficient: sign), .init(output: other, coefficient: -sign)],
      atMost: isUpper ? limit : -limit.upperBound ... -limit.lowerBound)
  }

  /// What is known of an output that lies strictly between two numbers, whatever the logits are.
  private func settled(
    _ isUpper: Bool, _ limit: ClosedRange<Double>, between lower: Double, and upper: Double
  ) -> Meaning? {
    if limit.lowerBound >= upper { return Meaning(isUpper) }
    if limit.upperBound <= lower { return Meaning(!isUpper) }
    return nil
  }

  /// What is known of an output that is one number; a decimal encloses it only where it is it.
  private func constant(
    _ value: Double, _ isUpper: Bool, _ limit: ClosedRange<Double>
  ) -> Meaning {
    Meaning(isUpper ? limit.lowerBound >= value : limit.upperBound <= value)
  }

  private static func unit(_ limit: ClosedRange<Double>) -> ClosedRange<Double> {
    max(0, limit.lowerBound)...min(1, limit.upperBound)
  }

  private func refusal(
    _ term: VNNLIBProperty.Inequality.Term, _ isUpper: Bool, _ bound: DecimalEnclosure,
    _ ending: String
  ) -> FormatError {
    let numbers = [bound.lower, bound.upper].map { "\(isUpper ? $0 : 0 - $0)" }
    // Of both neighbors the nearer one has the shorter decimals, as a rule.
    let number = numbers.min { $0.utf8.count < $1.utf8.count } ?? ""
    let output = "Y_\(term.output)"
    return FormatError(
      .unsupported,
      "'\(property.name)' asserts (\(isUpper ? "<=" : ">=") \(output) \(number)), but '\(model)' ends "
        + "in a \(ending) over \(logits) classes, of which one output says nothing of the logits "
        + "alone. Compare outputs with each other, such as (<= \(output) Y_\(term.output == 0 ? 1 : 0))"
        + ", or state the property of the logits and export the model without its \(ending).")
  }
}
