/// What makes regions of conjunctions: those with the same box become one.
struct VNNLIBRegions {
  /// What messages call the file.
  let name: String
  let inputs: Int

  private struct Box: Hashable {
    var lower: [DecimalEnclosure]
    var upper: [DecimalEnclosure]
    /// The inputs that are one decimal each.
    var fixed: Set<Int> = []
  }

  /// The boxes left out because they are empty: the first, and how many there are.
  private(set) var emptyBox: VNNLIBProperty.EmptyBox?
  private(set) var emptyBoxes = 0

  init(name: String, inputs: Int) {
    self.name = name
    self.inputs = inputs
  }

  /// The regions of conjunctions, without those whose boxes are empty.
  mutating func regions(
    of conjunctions: [VNNLIBConjunction]
  ) throws(FormatError) -> [VNNLIBProperty.Region] {
    var boxes: [Box] = []
    var members: [[[VNNLIBProperty.Inequality]]] = []
    var places: [Box: Int] = [:]
    for conjunction in conjunctions {
      let box = try box(of: conjunction)
      if let empty = Self.emptyInput(of: box) {
        emptyBoxes += 1
        emptyBox = emptyBox ?? empty
        continue
      }
      if let place = places[box] {
        members[place].append(conjunction.inequalities)
        continue
      }
      guard (boxes.count + 1) * inputs <= VNNLIBProperty.mostBounds else {
        throw FormatError(
          .unsupported,
          "The assertions of '\(name)' describe more than \(boxes.count) boxes of \(inputs) "
            + "inputs. Split the property into several.")
      }
      places[box] = boxes.count
      boxes.append(box)
      members.append([conjunction.inequalities])
    }
    return zip(boxes, members).map { box, conjunctions in
      VNNLIBProperty.Region(
        lower: box.lower, upper: box.upper, fixed: box.fixed, conjunctions: conjunctions)
    }
  }

  /// The first input that has no value in a box; nil where all have.
  private static func emptyInput(of box: Box) -> VNNLIBProperty.EmptyBox? {
    zip(box.lower, box.upper).enumerated().first { $0.element.0.lower > $0.element.1.upper }.map {
      VNNLIBProperty.EmptyBox(
        input: $0.offset, lower: $0.element.0.lower, upper: $0.element.1.upper)
    }
  }

  /// The box of a conjunction.
  private func box(of conjunction: VNNLIBConjunction) throws(FormatError) -> Box {
    let lowest = DecimalEnclosure(-.infinity)
    let highest = DecimalEnclosure(.infinity)
    var box = Box(
      lower: Array(repeating: lowest, count: inputs),
      upper: Array(repeating: highest, count: inputs))
    for bound in conjunction.bounds {
      let value = bound.value
      // Rounding keeps the order, so that neighbors are narrowed one by one.
      if bound.isUpper {
        let old = box.upper[bound.input]
        box.upper[bound.input] = DecimalEnclosure(
          lower: min(old.lower, value.lower), upper: min(old.upper, value.upper))
      } else {
        let old = box.lower[bound.input]
        box.lower[bound.input] = DecimalEnclosure(
          lower: max(old.lower, value.lower), upper: max(old.upper, value.upper))
      }
    }
    var between: Set<Int> = []
    for input in 0..<inputs {
      let (low, high) = (box.lower[input], box.upper[input])
      if low == high, low.lower < low.upper { between.insert(input) }
      guard low.lower.isFinite, high.upper.isFinite else {
        throw FormatError(
          .malformed,
          "'\(name)' gives X_\(input) no \(low.lower.isFinite ? "upper" : "lower") bound in every "
            + "case. Assert one: (assert (\(low.lower.isFinite ? "<=" : ">=") X_\(input) …)).")
      }
    }
    // Two decimals between the same neighbors are the same if they are written alike.
    var texts: [Int: ArraySlice<UInt8>] = [:]
    box.fixed = between
    for bound in conjunction.bounds
    where between.contains(bound.input) && bound.value == box.lower[bound.input] {
      if let text = texts[bound.input], text != bound.text { box.fixed.remove(bound.input) }
      texts[bound.input] = bound.text
    }
    return box
  }
}
