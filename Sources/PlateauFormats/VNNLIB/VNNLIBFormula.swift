/// An assertion: comparisons, and what they are joined by.
enum VNNLIBFormula {
  case bound(VNNLIBBound)
  case inequality(VNNLIBProperty.Inequality)
  /// All of them; of none it is true.
  case all([VNNLIBFormula])
  /// One of them; of none it is false.
  case any([VNNLIBFormula])

  /// What is always so, or never.
  init(_ isTrue: Bool) { self = isTrue ? .all([]) : .any([]) }

  /// Whether it is so whatever the variables are; nil where that depends on them.
  var constant: Bool? {
    switch self {
    case .all(let parts): parts.isEmpty ? true : nil
    case .any(let parts): parts.isEmpty ? false : nil
    case .bound, .inequality: nil
    }
  }
}

/// A number in a property: its neighbors, and where to find it exactly.
struct VNNLIBNumber {
  let value: DecimalEnclosure
  /// Where its literal begins, or −1 less its place among the numbers that were computed.
  let source: Int32
  /// The length of the literal.
  let length: UInt16
  /// Whether it is the negative of what is found there.
  let isNegated: Bool

  var negated: VNNLIBNumber {
    VNNLIBNumber(
      value: value.negated, source: source, length: length, isNegated: !isNegated)
  }
}

/// A bound of one input.
struct VNNLIBBound {
  let number: VNNLIBNumber
  let input: Int32
  let isUpper: Bool
  /// Whether the number itself is outside.
  let isStrict: Bool
}

/// Comparisons that must all hold.
struct VNNLIBConjunction {
  var bounds: [VNNLIBBound] = []
  var inequalities: [VNNLIBProperty.Inequality] = []

  var count: Int { bounds.count + inequalities.count }

  mutating func append(_ other: VNNLIBConjunction) {
    bounds += other.bounds
    inequalities += other.inequalities
  }
}

extension VNNLIBFormula {
  /// The formula that holds where this one does not.
  ///
  /// - Parameter budget: The most comparisons; it is below 0 afterwards where there were more.
  /// - Returns: The opposite, of no use where the budget did not suffice.
  func negated(_ budget: inout Int) -> VNNLIBFormula {
    guard budget >= 0 else { return self }
    budget -= 1
    switch self {
    case .bound(let bound):
      return .bound(
        VNNLIBBound(
          number: bound.number, input: bound.input, isUpper: !bound.isUpper,
          isStrict: !bound.isStrict))
    case .inequality(let inequality): return .inequality(inequality.opposite)
    case .all(let parts): return .any(parts.map { $0.negated(&budget) })
    case .any(let parts): return .all(parts.map { $0.negated(&budget) })
    }
  }

  /// The conjunctions of which one must hold.
  ///
  /// - Parameter limit: The most comparisons, of all of them together, or of conjunctions.
  /// - Returns: nil where there are more.
  func conjunctions(limit: Int) -> [VNNLIBConjunction]? {
    switch self {
    case .bound(let bound): return [VNNLIBConjunction(bounds: [bound])]
    case .inequality(let inequality): return [VNNLIBConjunction(inequalities: [inequality])]
    case .any(let parts):
      var result: [VNNLIBConjunction] = []
      var size = 0
      for part in parts {
        guard let more = part.conjunctions(limit: limit - size) else { return nil }
        size += more.reduce(0) { $0 + max(1, $1.count) }
        guard size <= limit else { return nil }
        result += more
      }
      return result
    case .all(let parts): return Self.product(of: parts, limit)
    }
  }

  /// The conjunctions of formulas that must all hold.
  private static func product(of parts: [VNNLIBFormula], _ limit: Int) -> [VNNLIBConjunction]? {
    // Single comparisons first, so that they are not copied again and again.
    var common = VNNLIBConjunction()
    var result = [VNNLIBConjunction()]
    for part in parts {
      switch part {
      case .bound(let bound): common.bounds.append(bound)
      case .inequality(let inequality): common.inequalities.append(inequality)
      case .all, .any:
        guard let more = part.conjunctions(limit: limit) else { return nil }
        if more.count == 1 {
          common.append(more[0])
        } else {
          guard let both = product(result, more, limit) else { return nil }
          result = both
        }
      }
      guard common.count <= limit else { return nil }
    }
    let (copies, overflow) = common.count.multipliedReportingOverflow(by: result.count)
    guard !overflow, copies <= limit else { return nil }
    for index in result.indices { result[index].append(common) }
    return result
  }

  /// Each conjunction of one list with each of another.
  private static func product(
    _ first: [VNNLIBConjunction], _ second: [VNNLIBConjunction], _ limit: Int
  ) -> [VNNLIBConjunction]? {
    let (own, others) = (
      first.map(\.count).reduce(0, +), second.map(\.count).reduce(0, +)
    )
    let (copies, overflow) = own.multipliedReportingOverflow(by: second.count)
    let (copies2, overflow2) = others.multipliedReportingOverflow(by: first.count)
    let (number, overflow3) = first.count.multipliedReportingOverflow(by: second.count)
    guard !overflow, !overflow2, !overflow3, copies <= limit, copies2 <= limit, number <= limit,
      copies + copies2 <= limit
    else { return nil }
    return first.flatMap { one in
      second.map { other in
        var both = one
        both.append(other)
        return both
      }
    }
  }
}
