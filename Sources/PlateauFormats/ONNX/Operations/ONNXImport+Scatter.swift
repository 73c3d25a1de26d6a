import PlateauNetworks
import PlateauNumerics

// Numbers of a value at fixed places, and a value with others at fixed places: the same for all examples.
extension ONNXImport {
  /// GatherElements: of each place of the indices the number that lies there along a side.
  mutating func gatherElements(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["axis"])
    let value = try rows(node.inputs[0], of: node)
    let axis = try axis(try node.integer("axis", default: 0), of: value.shape, node)
    let indices = try constant(node.inputs[1], of: node)
    let (numbers, sides) = try perExample(indices, beside: value, node)
    let places = try elementPlaces(
      numbers, sides, along: axis - 1, of: value.shape.exampleSides, node)
    return try selected(value, places, sides: sides, node)
  }

  /// ScatterElements: a value, or a constant, with others at places along a side.
  mutating func scatterElements(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 3...3, attributes: ["axis", "reduction"])
    let given = try node.integer("axis", default: 0)
    let indices = try constant(node.inputs[1], of: node)
    let operands = try scatterOperands(node)
    let whole = ONNXShape(form: .rows, sides: [nil] + operands.sides)
    let axis = try axis(given, of: whole, node)
    let (numbers, sides) = try perExample(indices, beside: operands.value, node)
    let places = try elementPlaces(numbers, sides, along: axis - 1, of: operands.sides, node)
    return try scattered(operands, Array(places.enumerated()).map { ($1, $0) }, node)
  }

  /// ScatterND: a value, or a constant, with others at the places of tuples.
  mutating func scatterByPlaces(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 3...3, attributes: ["reduction"])
    let operands = try scatterOperands(node)
    let indices = try constant(node.inputs[1], of: node)
    let places = try tuplePlaces(indices, of: operands.sides, beside: operands.value, node)
    return try scattered(operands, Array(places.enumerated()).map { ($1, $0) }, node)
  }

  /// GatherND within each example.
  mutating func gatherWithin(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let indices = try constant(node.inputs[1], of: node)
    let (given, sides) = (try indices.sides(), value.shape.exampleSides)
    switch try node.integer("batch_dims", default: 0) {
    case 0:
      // The first side of the result must be that of the examples.
      guard given.count > 1, given[0] == value.shape.batch ?? 1 else {
        throw mixingExamples(node, value.shape)
      }
      let places = try tuplePlaces(indices, of: sides, beside: value, node)
      let inner = Array(sides[(given[given.count - 1] - 1)...])
      return try selected(value, places, sides: given[1..<given.count - 1] + inner, node)
    case 1:
      let (tuples, own) = try perExample(indices, beside: value, node)
      guard let depth = own.last, (1...sides.count).contains(depth) else {
        throw node.malformed("has indices of shape \(given) for a value of shape \(value.shape)")
      }
      let rest = sides[depth...].reduce(1, *)
      var all: [Int] = []
      for start in stride(from: 0, to: tuples.count, by: depth) {
        var place = 0
        for axis in 0..<depth {
          place = place * sides[axis] + (try index(tuples[start + axis], sides[axis], node))
        }
        all += place * rest..<(place + 1) * rest
      }
      return try selected(value, all, sides: own.dropLast() + sides[depth...], node)
    default: throw mixingExamples(node, value.shape)
    }
  }

  /// The places in an example that tuples of indices name, of which the first number is the example.
  func tuplePlaces(
    _ indices: ONNXConstant, of sides: [Int], beside value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> [Int] {
    let (given, tuples) = (try indices.sides(), try integers(indices, of: node))
    let batch = value.shape.batch ?? 1
    guard let depth = given.last, depth > 0, depth <= sides.count + 1, !tuples.isEmpty,
      batch == 1 || given.count > 1 && given[0] == batch
    else { throw mixingExamples(node, value.shape) }
    let rest = sides[(depth - 1)...].reduce(1, *)
    let count = tuples.count / depth / batch
    var places: [Int] = []
    for example in 0..<batch {
      var own: [Int] = []
      for tuple in 0..<count {
        let start = (example * count + tuple) * depth
        guard tuples[start] == example || tuples[start] == example - batch else {
          throw mixingExamples(node, value.shape)
        }
        var place = 0
        for axis in 1..<depth {
          place = place * sides[axis - 1] + (try index(tuples[start + axis], sides[axis - 1], node))
        }
        own += place * rest..<(place + 1) * rest
      }
      if example == 0 { places = own }
      guard own == places else { throw differing(node) }
    }
    return places
  }

  // MARK: - Parts

  /// What a node puts numbers into, and these.
  private struct ScatterOperands {
    let data: ONNXOperand
    let updates: ONNXOperand
    /// Either, as it is a value.
    let value: ONNXValue
    /// The sides of an example of the data.
    let sides: [Int]
  }

  private mutating func scatterOperands(_ node: ONNXNode) throws(FormatError) -> ScatterOperands {
    let terms = [try term(node.inputs[0], of: node), try term(node.inputs[2], of: node)]
    var values: [ONNXValue] = []
    for (term, name) in zip(terms, [node.inputs[0], node.inputs[2]]) {
      if case .value = term { values.append(try rows(name, of: node)) }
    }
    guard let value = values.first else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    let sides =
      switch terms[0] {
      case .value(let value): value.shape.exampleSides
      case .constant(let constant): try Array(constant.sides().dropFirst())
      case .rows: throw countingExamples(node)
      }
    return ScatterOperands(data: terms[0], updates: terms[1], value: value, sides: sides)
  }

  /// A value with others at some places, put there one after the other.
  private mutating func scattered(
    _ operands: ScatterOperands, _ pairs: [(place: Int, update: Int)], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let data = try asValue(operands.data, sides: operands.sides, beside: operands.value, node)
    let flat = try asValue(operands.updates, sides: nil, beside: operands.value, node)
    guard flat.shape.features == pairs.count else {
      throw node.malformed("puts \(flat.shape.features) numbers at \(pairs.count) places")
    }
    let count = data.shape.features
    let reduction = try node.text("reduction") ?? "none"
    guard reduction != "none" else {
      var places = Array(0..<count)
      for (place, update) in pairs { places[place] = count + update }
      return try selected([data, flat], places, sides: operands.sides, node)
    }
    // Places that are named several times are taken in turns.
    var turns: [[Int]] = []
    var named = Array(repeating: 0, count: count)
    for (place, update) in pairs {
      if named[place] == turns.count { turns.append(Array(repeating: -1, count: count)) }
      turns[named[place]][place] = update
      named[place] += 1
    }
    var result = data
    for turn in turns {
      result.isShared = true
      result = try combined(result, flat, turn, by: reduction, sides: operands.sides, node)
    }
    return result
  }

  /// A value together with others, where there are any.
  private mutating func combined(
    _ value: ONNXValue, _ updates: ONNXValue, _ places: [Int], by reduction: String, sides: [Int],
    _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let count = places.count
    switch reduction {
    case "add":
      return try sum(value, selected(updates, places, sides: sides, node), node)
    case "mul":
      let some = try selected(updates, places, sides: sides, node)
      let ones = ONNXBroadcast(numbers: places.map { $0 < 0 ? 1 : 0 }, isByUnit: true)
      return try product(value, shifted(some, by: ones, node), node)
    case "max", "min":
      let own = places.enumerated().map { $1 < 0 ? $0 : count + $1 }
      let other = try selected([value, updates], own, sides: sides, node)
      guard reduction == "min" else { return try maximum(of: [value, other], node) }
      let negated = [
        try scaled(value, by: uniform(-1, over: value, node), node),
        try scaled(other, by: uniform(-1, over: other, node), node),
      ]
      let largest = try maximum(of: negated, node)
      return try scaled(largest, by: uniform(-1, over: largest, node), node)
    default:
      throw node.unsupported(
        "puts numbers together by \(reduction.quotedForMessage)",
        "Read are 'none', 'add', 'mul', 'max' and 'min'.")
    }
  }

  /// An operand as a value; of a constant zeros that numbers are added to.
  mutating func asValue(
    _ operand: ONNXOperand, sides: [Int]?, beside value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    switch operand {
    case .value(let value): return value
    case .rows: throw countingExamples(node)
    case .constant(let constant):
      let (numbers, own) = try example(
        numbers(constant), constant.sides(), beside: value, node)
      let zeros = try selected(
        value, Array(repeating: -1, count: numbers.count), sides: sides ?? own, node)
      guard numbers.contains(where: { $0 != 0 }) else { return zeros }
      return try shifted(zeros, by: ONNXBroadcast(numbers: numbers, isByUnit: true), node)
    }
  }

  /// Integers that are the same for all examples, of one.
  private func perExample(
    _ constant: ONNXConstant, beside value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> (numbers: [Int], sides: [Int]) {
    try example(integers(constant, of: node), constant.sides(), beside: value, node)
  }

  /// What a constant has for each example, where that is the same.
  private func example<Number: Equatable>(
    _ numbers: [Number], _ sides: [Int], beside value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> (numbers: [Number], sides: [Int]) {
    guard let batch = sides.first, batch > 0, batch == 1 || batch == value.shape.batch,
      !numbers.isEmpty
    else { throw mixingExamples(node, value.shape) }
    let count = numbers.count / batch
    let first = Array(numbers[..<count])
    guard (1..<batch).allSatisfy({ numbers[$0 * count..<($0 + 1) * count].elementsEqual(first) })
    else { throw differing(node) }
    return (first, Array(sides.dropFirst()))
  }

  /// The places in an example of the numbers along a side that indices name.
  private func elementPlaces(
    _ indices: [Int], _ sides: [Int], along axis: Int, of whole: [Int], _ node: ONNXNode
  ) throws(FormatError) -> [Int] {
    guard sides.count == whole.count,
      sides.indices.allSatisfy({ $0 == axis || sides[$0] <= whole[$0] })
    else {
      throw node.malformed("has indices of shape \(sides) for an example of shape \(whole)")
    }
    var places: [Int] = []
    for (number, given) in indices.enumerated() {
      var (rest, place, stride) = (number, 0, 1)
      for side in sides.indices.reversed() {
        let own = side == axis ? try index(given, whole[side], node) : rest % sides[side]
        place += own * stride
        rest /= sides[side]
        stride *= whole[side]
      }
      places.append(place)
    }
    return places
  }

  /// An index counted from the first.
  private func index(_ given: Int, _ size: Int, _ node: ONNXNode) throws(FormatError) -> Int {
    let index = given < 0 ? given + size : given
    guard (0..<size).contains(index) else {
      throw node.malformed("takes the number \(given) of \(size)")
    }
    return index
  }

  private func differing(_ node: ONNXNode) -> FormatError {
    node.unsupported(
      "takes other places or numbers for each example",
      "They must be constants that are the same for all examples.")
  }
}
