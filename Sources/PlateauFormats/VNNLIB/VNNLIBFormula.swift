/// An assertion: comparisons, and what they are joined by.
indirect enum VNNLIBFormula {
  case input(VNNLIBBound)
  case output(VNNLIBProperty.Inequality)
  case all([VNNLIBFormula])
  case any([VNNLIBFormula])
}

/// A bound of one input.
struct VNNLIBBound {
  let input: Int
  let isUpper: Bool
  let value: DecimalEnclosure
  /// The number as it is written, without a sign that stands before it.
  let text: ArraySlice<UInt8>
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
  /// The conjunctions of which one must hold.
  ///
  /// - Parameter limit: The most comparisons, of all of them together, or of conjunctions.
  /// - Returns: nil where there are more.
  func conjunctions(limit: Int) -> [VNNLIBConjunction]? {
    switch self {
    case .input(let bound): return [VNNLIBConjunction(bounds: [bound])]
    case .output(let inequality): return [VNNLIBConjunction(inequalities: [inequality])]
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
    case .all(let parts):
      // Single comparisons first, so that they are not copied again and again.
      var common = VNNLIBConjunction()
      var result = [VNNLIBConjunction()]
      for part in parts {
        guard let more = part.conjunctions(limit: limit) else { return nil }
        if more.count == 1 {
          common.append(more[0])
          continue
        }
        let (own, others) = (result.map(\.count).reduce(0, +), more.map(\.count).reduce(0, +))
        let (first, overflow) = own.multipliedReportingOverflow(by: more.count)
        let (second, overflow2) = others.multipliedReportingOverflow(by: result.count)
        let (number, overflow3) = result.count.multipliedReportingOverflow(by: more.count)
        guard !overflow, !overflow2, !overflow3, first <= limit, second <= limit, number <= limit,
          first + second <= limit
        else { return nil }
        result = result.flatMap { one in
          more.map { other in
            var both = one
            both.append(other)
            return both
          }
        }
      }
      let (copies, overflow) = common.count.multipliedReportingOverflow(by: result.count)
      guard !overflow, copies <= limit else { return nil }
      for index in result.indices { result[index].append(common) }
      return result
    }
  }
}
