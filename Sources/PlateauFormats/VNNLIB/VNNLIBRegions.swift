/// What makes regions of conjunctions: those with the same box become one.
///
/// The bounds of every case are kept once; of each conjunction only what differs is looked at.
struct VNNLIBRegions {
  /// The end of an input's interval.
  private struct End {
    var number: VNNLIBNumber
    var isStrict: Bool
  }

  /// An end of a conjunction's own.
  private struct Change: Hashable {
    let input: Int
    let isUpper: Bool
    let value: DecimalEnclosure
    /// Whether the input is one decimal, which is no number in double precision.
    let isFixed: Bool
  }

  private let reader: VNNLIBReader
  private let inputs: Int
  private let inequalities: [VNNLIBProperty.Inequality]
  /// The ends of every case, and for a moment those of a conjunction.
  private var lower: [End?]
  private var upper: [End?]
  /// The inputs without both ends in every case.
  private var missing: [Int] = []

  /// The boxes left out because they are empty: the first, and how many there are.
  private(set) var emptyBox: VNNLIBProperty.EmptyBox?
  private(set) var emptyBoxes = 0

  /// Takes what a reader has read, of so many inputs.
  init(_ reader: VNNLIBReader, inputs: Int) {
    self.reader = reader
    self.inputs = inputs
    inequalities = reader.common.inequalities
    lower = Array(repeating: nil, count: inputs)
    upper = lower
    guard inputs > 0 else { return }
    for bound in reader.common.bounds { narrow(bound) }
    missing = (0..<inputs).filter { lower[$0] == nil || upper[$0] == nil }
  }

  /// The regions of conjunctions, without those whose boxes are empty.
  mutating func regions(
    of conjunctions: [VNNLIBConjunction]
  ) throws(FormatError) -> [VNNLIBProperty.Region] {
    var changes: [[Change]] = []
    var members: [[[VNNLIBProperty.Inequality]]] = []
    var places: [[Change]: Int] = [:]
    let (lower, upper) = (lower, upper)
    // Where the bounds of every case leave nothing, all boxes are empty.
    let empty = emptyInterval(among: Array(0..<inputs))
    for conjunction in conjunctions {
      let touched = Set(conjunction.bounds.map { Int($0.input) }).sorted()
      for bound in conjunction.bounds { narrow(bound) }
      defer {
        for input in touched {
          self.lower[input] = lower[input]
          self.upper[input] = upper[input]
        }
      }
      try checkComplete()
      if let found = empty ?? emptyInterval(among: touched) {
        emptyBoxes += 1
        emptyBox = emptyBox ?? found
        continue
      }
      // Without those of every case nothing is copied.
      let all =
        inequalities.isEmpty
        ? conjunction.inequalities : inequalities + conjunction.inequalities
      let own = touched.flatMap { change($0, from: lower[$0], upper[$0]) }
      if let place = places[own] {
        members[place].append(all)
        continue
      }
      // Boxes without changes take no memory of their own.
      guard own.isEmpty || (changes.count + 1) * inputs <= VNNLIBProperty.mostBounds else {
        throw FormatError(
          .unsupported,
          "The assertions of '\(reader.text.name)' describe more than \(changes.count) boxes of "
            + "\(inputs) inputs. Split the property into several.")
      }
      places[own] = changes.count
      changes.append(own)
      members.append([all])
    }
    return regions(changes, members)
  }

  private func regions(
    _ changes: [[Change]], _ members: [[[VNNLIBProperty.Inequality]]]
  ) -> [VNNLIBProperty.Region] {
    // Ends that are lacking in some cases are in the changes of all.
    let unbounded = DecimalEnclosure(0)
    let (lower, upper) = (
      lower.map { $0.map { enclosure($0, isUpper: false) } ?? unbounded },
      upper.map { $0.map { enclosure($0, isUpper: true) } ?? unbounded }
    )
    let fixed = Set((0..<inputs).filter { isFixed(self.lower[$0], self.upper[$0]) })
    return zip(changes, members).map { changes, conjunctions in
      var (lower, upper, fixed) = (lower, upper, fixed)
      for change in changes {
        if change.isUpper {
          upper[change.input] = change.value
        } else {
          lower[change.input] = change.value
        }
        if change.isFixed {
          fixed.insert(change.input)
        } else {
          fixed.remove(change.input)
        }
      }
      return VNNLIBProperty.Region(
        lower: lower, upper: upper, fixed: fixed, conjunctions: conjunctions)
    }
  }

  private func checkComplete() throws(FormatError) {
    for input in missing where lower[input] == nil || upper[input] == nil {
      throw reader.missingBound(of: input, isUpper: lower[input] != nil)
    }
  }

  // MARK: - Ends

  /// Takes a bound where it is tighter than the one that is there.
  private mutating func narrow(_ bound: VNNLIBBound) {
    let input = Int(bound.input)
    let end = End(number: bound.number, isStrict: bound.isStrict)
    guard let old = bound.isUpper ? upper[input] : lower[input] else {
      if bound.isUpper { upper[input] = end } else { lower[input] = end }
      return
    }
    let order = comparison(end.number, old.number)
    let isTighter = order == 0 ? end.isStrict && !old.isStrict : bound.isUpper == (order < 0)
    guard isTighter else { return }
    if bound.isUpper { upper[input] = end } else { lower[input] = end }
  }

  /// The sign of a number less another, exactly.
  private func comparison(_ one: VNNLIBNumber, _ other: VNNLIBNumber) -> Int {
    let (first, second) = (one.value, other.value)
    if first.isExact, second.isExact {
      return first.lower < second.lower ? -1 : first.lower > second.lower ? 1 : 0
    }
    // Of numbers that are none in double precision both neighbors are beside them.
    if first.upper <= second.lower { return -1 }
    if second.upper <= first.lower { return 1 }
    guard let first = reader.exact(one), let second = reader.exact(other) else { return 0 }
    return first.comparison(with: second) ?? 0
  }

  /// The neighbors of an end; the inner one is in the interval.
  private func enclosure(_ end: End, isUpper: Bool) -> DecimalEnclosure {
    let value = end.number.value
    // A number that is none in double precision is outside of what lies within its neighbors.
    guard end.isStrict, value.isExact else { return value }
    return isUpper
      ? DecimalEnclosure(lower: value.lower.nextDown, upper: value.upper)
      : DecimalEnclosure(lower: value.lower, upper: value.upper.nextUp)
  }

  /// Whether two ends are the same decimal, which is no number in double precision.
  private func isFixed(_ lower: End?, _ upper: End?) -> Bool {
    guard let lower, let upper, !lower.number.value.isExact else { return false }
    return comparison(lower.number, upper.number) == 0
  }

  /// The first of some inputs with no number between its ends; nil where all have one.
  private func emptyInterval(among inputs: [Int]) -> VNNLIBProperty.EmptyBox? {
    for input in inputs {
      if let found = emptyInterval(input) { return found }
    }
    return nil
  }

  /// The ends of an input where no number is between them; nil where there is one.
  private func emptyInterval(_ input: Int) -> VNNLIBProperty.EmptyBox? {
    guard let lower = lower[input], let upper = upper[input] else { return nil }
    let order = comparison(lower.number, upper.number)
    guard order > 0 || (order == 0 && (lower.isStrict || upper.isStrict)) else { return nil }
    return VNNLIBProperty.EmptyBox(
      input: input, lower: lower.number.value.lower, upper: upper.number.value.upper,
      isLowerStrict: lower.isStrict, isUpperStrict: upper.isStrict)
  }

  /// The ends of an input that differ from those of every case.
  private func change(_ input: Int, from oldLower: End?, _ oldUpper: End?) -> [Change] {
    guard let lower = lower[input], let upper = upper[input] else { return [] }
    let isFixed = isFixed(lower, upper)
    let wasFixed = self.isFixed(oldLower, oldUpper)
    let pairs = [(false, lower, oldLower), (true, upper, oldUpper)]
    return pairs.compactMap { isUpper, end, old in
      let value = enclosure(end, isUpper: isUpper)
      let isSame = old.map { enclosure($0, isUpper: isUpper) == value } ?? false
      return isSame && isFixed == wasFixed
        ? nil : Change(input: input, isUpper: isUpper, value: value, isFixed: isFixed)
    }
  }
}
