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
  /// What bounds outputs where coefficients are no numbers in double precision.
  let bounds: OutputBounds

  /// What an inequality says of logits.
  fileprivate enum Meaning {
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
    func ends(_ values: [DecimalEnclosure]) -> [ClosedRange<Double>] {
      interface.input.networkOrder(values.map { $0.lower...$0.upper })
    }
    // Where each input of the network lies in the file.
    let places = interface.input.networkOrder(Array(region.lower.indices))
    let box = VerificationProblem(
      .box(lower: ends(region.lower), upper: ends(region.upper)), unsafe: [],
      fixed: Set(places.indices.filter { region.fixed.contains(places[$0]) }))
    var unsafe: [[OutputInequality]] = []
    for conjunction in region.conjunctions {
      var inequalities: [OutputInequality] = []
      var isPossible = true
      for inequality in conjunction {
        switch try meaning(of: inequality, in: box) {
        case .always: continue
        case .never: isPossible = false
        case .inequality(let translated): inequalities.append(translated)
        }
      }
      if isPossible, !Self.contradict(inequalities) { unsafe.append(inequalities) }
    }
    return VerificationProblem(box.region, unsafe: unsafe, fixed: box.fixed)
  }

  /// Whether two inequalities ask the same sum to be below one number and above a larger one.
  private static func contradict(_ inequalities: [OutputInequality]) -> Bool {
    guard inequalities.count > 1 else { return false }
    var limits: [[OutputInequality.Term]: (bound: Double, isStrict: Bool)] = [:]
    for inequality in inequalities {
      let terms = inequality.terms.sorted { $0.output < $1.output }
      let bound = inequality.bound.upperBound
      let old = limits[terms] ?? (.infinity, false)
      limits[terms] = (
        min(bound, old.bound),
        bound < old.bound
          ? inequality.isStrict : old.isStrict || (bound == old.bound && inequality.isStrict)
      )
      let opposite = terms.map {
        OutputInequality.Term(output: $0.output, coefficient: 0 - $0.coefficient)
      }
      // The sign of a rounded sum is that of the exact one.
      if let other = limits[opposite] {
        let sum = other.bound + bound
        if sum < 0 || (sum == 0 && (other.isStrict || inequality.isStrict)) { return true }
      }
    }
    return false
  }

  // MARK: - Inequalities

  private func meaning(
    of inequality: VNNLIBProperty.Inequality, in box: VerificationProblem
  ) throws(FormatError) -> Meaning {
    guard inequality.terms.count == 1, let term = inequality.terms.first else {
      return .inequality(try sum(inequality, in: box))
    }
    let bound = inequality.bound.lower...inequality.bound.upper
    let isUpper = term.coefficient > 0
    let limit = isUpper ? bound : -bound.upperBound ... -bound.lowerBound
    let comparison = Comparison(isUpper: isUpper, limit: limit, isStrict: inequality.isStrict)
    switch interface.ending {
    case .logits: return .inequality(comparison.of(term.output))
    case .sigmoid:
      if let settled = comparison.settled(between: 0, and: 1) { return settled }
      return .inequality(
        comparison.with(LogOdds.ofProbability(Self.unit(limit))).of(term.output))
    case .binary(isSigmoid: false): return .inequality(comparison.of(1, less: 0))
    case .binary(isSigmoid: true):
      if let settled = comparison.settled(between: 0, and: 1) { return settled }
      return .inequality(
        comparison.with(LogOdds.ofProbability(Self.unit(limit))).of(1, less: 0))
    case .softmax:
      guard logits > 1 else { return comparison.holds(of: 1) }
      if let settled = comparison.settled(between: 0, and: 1) { return settled }
      guard logits == 2 else { throw refusal(term, inequality, "softmax") }
      let odds = LogOdds.ofProbability(Self.unit(limit))
      return .inequality(comparison.with(odds).of(term.output, less: 1 - term.output))
    case .logSoftmax:
      guard logits > 1 else { return comparison.holds(of: 0) }
      if let settled = comparison.settled(between: -.infinity, and: 0) { return settled }
      guard logits == 2 else { throw refusal(term, inequality, "log-softmax") }
      let odds = LogOdds.ofLogarithm(limit.lowerBound...min(0, limit.upperBound))
      return .inequality(comparison.with(odds).of(term.output, less: 1 - term.output))
    }
  }

  /// A sum of several outputs as one of logits.
  private func sum(
    _ inequality: VNNLIBProperty.Inequality, in box: VerificationProblem
  ) throws(FormatError) -> OutputInequality {
    let terms = inequality.terms
    switch interface.ending {
    case .logits, .binary(isSigmoid: false): break
    case .logSoftmax:
      // The logarithm of the sum of exponentials, which all have in common, must cancel.
      guard inequality.isBalanced else {
        throw refusal(inequality, "log-softmax", "whose coefficients do not add up to 0")
      }
    case .softmax, .sigmoid, .binary(isSigmoid: true):
      // Both are increasing, so that comparisons of two outputs are those of their logits.
      guard terms.count == 2, terms[0].coefficient == -terms[1].coefficient,
        inequality.bound == DecimalEnclosure(0)
      else {
        throw refusal(
          inequality, interface.ending == .softmax ? "softmax" : "sigmoid",
          "which is no comparison of two outputs")
      }
    }
    var bound = inequality.bound.lower...inequality.bound.upper
    if !inequality.isExact { bound = try widened(bound, inequality, in: box) }
    return OutputInequality(
      terms.map { .init(output: $0.output, coefficient: $0.coefficient) }, atMost: bound,
      isStrict: inequality.isStrict)
  }

  /// A bound that makes up for what coefficients are off: counterexamples are of its lower end, proofs
  /// of its upper one.
  private func widened(
    _ bound: ClosedRange<Double>, _ inequality: VNNLIBProperty.Inequality,
    in box: VerificationProblem
  ) throws(FormatError) -> ClosedRange<Double> {
    var (lower, upper) = (DirectedSum(bound.lowerBound), DirectedSum(bound.upperBound))
    for term in inequality.terms where term.uncertainty > 0 {
      let largest = bounds.magnitude(of: term.output, in: box) ?? .infinity
      let error = DirectedSum.product(term.uncertainty, largest).upper
      lower.add(-error, -error)
      upper.add(error, error)
    }
    guard lower.lower.isFinite, upper.upper.isFinite else {
      let terms = inequality.terms.filter { $0.uncertainty > 0 }
        .map { "Y_\($0.output) by about \($0.coefficient)" }
      throw FormatError(
        .unsupported,
        "'\(property.name)' multiplies \(terms.prefix(4).joined(separator: ", ")), where "
          + "coefficients are no numbers in double precision, and nothing bounds such outputs of "
          + "'\(model)' in the box. Give the coefficients fewer digits.")
    }
    return lower.lower...upper.upper
  }

  private func refusal(
    _ inequality: VNNLIBProperty.Inequality, _ ending: String, _ reason: String
  ) -> FormatError {
    let terms = inequality.terms.prefix(4).map { "(* \($0.coefficient) Y_\($0.output))" }
      .joined(separator: " ")
    let dots = inequality.terms.count > 4 ? " …" : ""
    return FormatError(
      .unsupported,
      "'\(property.name)' bounds the sum (+ \(terms)\(dots)), \(reason), but '\(model)' ends in a "
        + "\(ending). State the property of the logits, and export the model without its \(ending)."
    )
  }

  private static func unit(_ limit: ClosedRange<Double>) -> ClosedRange<Double> {
    max(0, limit.lowerBound)...min(1, limit.upperBound)
  }

  private func refusal(
    _ term: VNNLIBProperty.Inequality.Term, _ inequality: VNNLIBProperty.Inequality,
    _ ending: String
  ) -> FormatError {
    let isUpper = term.coefficient > 0
    let sign = (isUpper ? "<" : ">") + (inequality.isStrict ? "" : "=")
    let numbers = [inequality.bound.lower, inequality.bound.upper].map {
      "\(isUpper ? $0 : 0 - $0)"
    }
    // Of both neighbors the nearer one has the shorter decimals, as a rule.
    let number = numbers.min { $0.utf8.count < $1.utf8.count } ?? ""
    let output = "Y_\(term.output)"
    return FormatError(
      .unsupported,
      "'\(property.name)' asserts (\(sign) \(output) \(number)), but '\(model)' ends "
        + "in a \(ending) over \(logits) classes, of which one output says nothing of the logits "
        + "alone. Compare outputs with each other, such as (<= \(output) Y_\(term.output == 0 ? 1 : 0))"
        + ", or state the property of the logits and export the model without its \(ending).")
  }
}

/// That a number is at most, or at least, a limit.
private struct Comparison {
  let isUpper: Bool
  let limit: ClosedRange<Double>
  let isStrict: Bool

  /// The same comparison with another limit.
  func with(_ limit: ClosedRange<Double>) -> Comparison {
    Comparison(isUpper: isUpper, limit: limit, isStrict: isStrict)
  }

  /// What it says of a logit, or of one less another.
  func of(_ one: Int, less other: Int? = nil) -> OutputInequality {
    let sign: Double = isUpper ? 1 : -1
    let terms = [(one, sign)] + (other.map { [($0, -sign)] } ?? [])
    return OutputInequality(
      terms.map { .init(output: $0.0, coefficient: $0.1) },
      atMost: isUpper ? limit : -limit.upperBound ... -limit.lowerBound, isStrict: isStrict)
  }

  /// What is known of an output that lies strictly between two numbers, whatever the logits are.
  func settled(between lower: Double, and upper: Double) -> PropertyTranslation.Meaning? {
    if limit.lowerBound >= upper { return PropertyTranslation.Meaning(isUpper) }
    if limit.upperBound <= lower { return PropertyTranslation.Meaning(!isUpper) }
    return nil
  }

  /// What is known of an output that is one number; a decimal encloses it only where it is it.
  func holds(of value: Double) -> PropertyTranslation.Meaning {
    if limit == value...value { return PropertyTranslation.Meaning(!isStrict) }
    return PropertyTranslation.Meaning(
      isUpper ? limit.lowerBound >= value : limit.upperBound <= value)
  }
}
