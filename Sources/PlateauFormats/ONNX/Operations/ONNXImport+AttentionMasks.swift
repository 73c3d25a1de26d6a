import PlateauNetworks
import PlateauNumerics

// Which keys a query of Attention sees.
extension ONNXImport {
  /// What hides a key from a query: beside it every other score has all of the softmax.
  private static let hidden = -0x1p30

  /// The softmax of scores, of which those of hidden keys have no share; all shares are 0 of a query that
  /// sees no key.
  mutating func attention(
    _ scores: ONNXValue, past: Int, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let sides = scores.shape.exampleSides
    let keys = sides[sides.count - 1]
    let (shifts, isHidden) = try mask(over: scores, past: past, node)
    let vector = InputShape(channels: shifts.count, height: 1, width: 1)
    var result = scores
    if shifts.contains(where: { $0 != 0 }) {
      result = try shifted(
        settled(result, as: vector, node), by: ONNXBroadcast(numbers: shifts, isByUnit: true), node)
    }
    result = try softmaxWithin(result, along: [sides.count], node)
    var isBlind = false
    var shares = Array(repeating: 1.0, count: shifts.count)
    for row in stride(from: 0, to: shifts.count, by: keys) {
      let own = row..<row + keys
      if isHidden[own].allSatisfy({ $0 }) {
        shares.replaceSubrange(own, with: repeatElement(0, count: keys))
        isBlind = true
        continue
      }
      // What is very low, but not hidden, would be lost beside what is.
      guard shifts[own].contains(where: { $0 > Self.hidden / 2 }) else {
        throw node.unsupported(
          "has a mask that puts all keys of a query so low that programs make different things of it",
          "Let each query see a key.")
      }
    }
    guard isBlind else { return result }
    noteOnce(
      "The node \(node.name) ",
      "hides all keys from some queries: what it makes for these is 0, as its operation has it; some "
        + "programs make NaN.")
    return try scaled(
      settled(result, as: vector, node), by: ONNXBroadcast(numbers: shares, isByUnit: true), node)
  }

  /// What is added to each score, and whether its key is hidden from its query.
  private func mask(
    over scores: ONNXValue, past: Int, _ node: ONNXNode
  ) throws(FormatError) -> (shifts: [Double], isHidden: [Bool]) {
    let sides = scores.shape.exampleSides
    let (queries, keys) = (sides[sides.count - 2], sides[sides.count - 1])
    let size = sides.suffix(3).reduce(1, *)
    var shifts = Array(repeating: 0.0, count: scores.shape.features)
    var isHidden = Array(repeating: false, count: shifts.count)
    let lengths = try lengths(of: node, over: scores, past: past)
    // How far behind its own place, and before it, a query sees keys; -1 is without limit.
    let isCausal = try node.integer("is_causal", default: 0) != 0
    let behind = try node.integer("left_window_size", default: -1)
    var before = try node.integer("right_window_size", default: -1)
    if isCausal { before = 0 }
    for place in shifts.indices {
      let key = place % keys
      let length = lengths?[place / size]
      // The last query is at the end of its keys.
      let offset = length.map { $0 - queries } ?? past
      let distance = place / keys % queries + offset - key
      isHidden[place] =
        behind >= 0 && distance > behind || before >= 0 && -distance > before
        || length.map { key >= $0 } ?? false
    }
    if node.inputs.count > 3, !node.inputs[3].isEmpty {
      let mask = try constant(node.inputs[3], of: node)
      let given = try mask.sides()
      let all = [1] + sides
      // The first side of a whole mask is that of the batch.
      guard given.count <= all.count, ONNXArray.broadcast([given, all]) == all else {
        throw node.unsupported(
          "has a mask of shape \(given) for scores of shape \(scores.shape)",
          "It must be the same for all examples, for every key.")
      }
      let numbers =
        mask.holdsIntegers
        ? try integers(mask, of: node).map { $0 == 0 ? -Double.infinity : 0 }
        : try mask.numbers(allowsInfinity: true).values
      for (place, own) in ONNXArray.places(of: given, over: all).enumerated() {
        if numbers[own] == -.infinity { isHidden[place] = true }
        shifts[place] = max(Self.hidden, numbers[own])
      }
    }
    for place in shifts.indices where isHidden[place] { shifts[place] = Self.hidden }
    return (shifts, isHidden)
  }

  /// How many keys there are, the others being padding: a number for each of those that attention goes
  /// on within; nil where all are keys.
  private func lengths(
    of node: ONNXNode, over scores: ONNXValue, past: Int
  ) throws(FormatError) -> [Int]? {
    guard node.inputs.count > 6, !node.inputs[6].isEmpty else { return nil }
    let lengths = try integers(constant(node.inputs[6], of: node), of: node)
    let sides = scores.shape.exampleSides
    let keys = sides[sides.count - 1]
    guard past == 0, let first = lengths.first, lengths.allSatisfy((0...keys).contains) else {
      throw node.malformed(
        "has the lengths \(lengths) for \(keys) keys\(past == 0 ? "" : " after \(past) others")")
    }
    let count = sides.dropLast(3).reduce(1, *)
    if lengths.allSatisfy({ $0 == first }) { return Array(repeating: first, count: count) }
    guard lengths.count == count else {
      throw node.unsupported(
        "takes other lengths of keys for each example",
        "Export the model for keys of one length, with a mask.")
    }
    return lengths
  }
}
