import PlateauNumerics

// Nodes that calculate with constants alone, number by number.
extension ONNXImport {
  /// What a node of two constants makes of each pair of numbers.
  func paired(_ node: ONNXNode, _ operands: [ONNXConstant]) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...max(1, node.inputs.count), attributes: ["fmod"])
    var result = try array(operands[0])
    // Of Min and Max there can be any number, of others two.
    for operand in operands.dropFirst() { result = try paired(node, result, array(operand)) }
    return ONNXConstant(result, precision, label: node.label)
  }

  private func paired(
    _ node: ONNXNode, _ first: ONNXArray, _ second: ONNXArray
  ) throws(FormatError) -> ONNXArray {
    let sides = try together([first.sides, second.sides], node)
    let places = [first, second].map { ONNXArray.places(of: $0.sides, over: sides) }
    let operation = node.proto.opType
    switch (first.content, second.content) {
    case (.numbers(let left), .numbers(let right)):
      let pairs = zip(places[0], places[1])
      if let compares = Self.comparison(operation) {
        return ONNXArray(
          sides: sides,
          content: .integers(
            pairs.map { compares(left[$0], right[$1]) ? 1 : 0 }))
      }
      var results: [Double] = []
      for (one, other) in pairs {
        guard let result = Self.result(operation, left[one], right[other]), result.isFinite else {
          throw impossible(node)
        }
        results.append(result)
      }
      return ONNXArray(sides: sides, content: .numbers(results))
    case (.integers(let left), .integers(let right)):
      var results: [Int?] = []
      for (one, other) in zip(places[0], places[1]) {
        results.append(try integer(node, left[one], right[other]))
      }
      return ONNXArray(sides: sides, content: .integers(results))
    case (.numbers, .integers), (.integers, .numbers):
      throw node.malformed("calculates with integers and other numbers at once")
    }
  }

  /// The sides that operands have together.
  func together(_ sides: [[Int]], _ node: ONNXNode) throws(FormatError) -> [Int] {
    guard let result = ONNXArray.broadcast(sides),
      result.reduce(1.0, { $0 * Double($1) }) <= Double(Self.largestExpansion)
    else {
      throw node.malformed(
        "takes constants of the shapes \(sides.map { "\($0)" }.joined(separator: ", "))")
    }
    return result
  }

  private func impossible(_ node: ONNXNode) -> FormatError {
    node.unsupported(
      "makes a number that is not finite, or is not calculated with constants",
      "Export the model with constants folded.")
  }

  private static func comparison(_ operation: String) -> ((Double, Double) -> Bool)? {
    switch operation {
    case "Equal": (==)
    case "Less": (<)
    case "Greater": (>)
    case "LessOrEqual": (<=)
    case "GreaterOrEqual": (>=)
    default: nil
    }
  }

  private static func result(_ operation: String, _ left: Double, _ right: Double) -> Double? {
    switch operation {
    case "Add": return left + right
    case "Sub": return left - right
    case "Mul": return left * right
    case "Div": return left / right
    case "Min": return min(left, right)
    case "Max": return max(left, right)
    case "Pow":
      if right == 0.5 { return left.squareRoot() }
      guard right == right.rounded(), right.magnitude <= 64 else {
        return left > 0 ? Elementary.pow(left, right) : nil
      }
      let power = (0..<Int(right.magnitude)).reduce(1.0) { result, _ in result * left }
      return right < 0 ? 1 / power : power
    default: return nil
    }
  }

  /// The same of integers; nil is the size of an open batch, which is at least 1.
  private func integer(_ node: ONNXNode, _ left: Int?, _ right: Int?) throws(FormatError) -> Int? {
    let operation = node.proto.opType
    guard let left, let right else {
      if let known = Self.known(operation, left, right) { return known }
      if Self.keeps(operation, left, right) { return nil }
      throw node.unsupported(
        "calculates with the size of the batch", "Export it with a Flatten, or a fixed shape.")
    }
    if let compares = Self.comparison(operation) {
      return compares(Double(left), Double(right)) ? 1 : 0
    }
    let (value, overflows): (Int, Bool) =
      switch operation {
      case "Add": left.addingReportingOverflow(right)
      case "Sub": left.subtractingReportingOverflow(right)
      case "Mul": left.multipliedReportingOverflow(by: right)
      case "Div": left.dividedReportingOverflow(by: right)
      case "Mod": Self.remainder(of: left, by: right)
      case "Min": (min(left, right), false)
      case "Max": (max(left, right), false)
      case "And": (left != 0 && right != 0 ? 1 : 0, false)
      case "Or": (left != 0 || right != 0 ? 1 : 0, false)
      case "Xor": ((left != 0) != (right != 0) ? 1 : 0, false)
      default: (0, true)
      }
    guard !overflows else { throw node.malformed("makes an impossible integer") }
    return value
  }

  /// The remainder that has the sign of the divisor.
  private static func remainder(of number: Int, by divisor: Int) -> (Int, Bool) {
    let (rest, overflows) = number.remainderReportingOverflow(dividingBy: divisor)
    return (rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest, overflows)
  }

  /// What a comparison with the size of an open batch comes to, whatever that is.
  private static func known(_ operation: String, _ left: Int?, _ right: Int?) -> Int? {
    switch (operation, left, right) {
    case ("Equal", nil, let other?), ("Equal", let other?, nil): other < 1 ? 0 : nil
    case ("Less", nil, let other?), ("Greater", let other?, nil): other <= 1 ? 0 : nil
    case ("Greater", nil, let other?), ("Less", let other?, nil): other < 1 ? 1 : nil
    default: nil
    }
  }

  /// Whether an operation leaves the size of an open batch as it is.
  private static func keeps(_ operation: String, _ left: Int?, _ right: Int?) -> Bool {
    switch (operation, left, right) {
    case ("Mul", nil, 1), ("Mul", 1, nil), ("Div", nil, 1), ("Add", nil, 0), ("Add", 0, nil),
      ("Sub", nil, 0):
      true
    case ("Max", nil, let other?), ("Max", let other?, nil): other <= 1
    default: false
    }
  }

  /// What a node of one constant makes of each number.
  func mapped(_ node: ONNXNode, _ constant: ONNXConstant) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...1)
    let array = try array(constant)
    let result: ONNXArray.Content
    switch (array.content, node.proto.opType) {
    case (.integers(let values), "Not"): result = .integers(values.map { $0 == 0 ? 1 : 0 })
    case (.integers(let values), "Neg"):
      guard values.allSatisfy({ $0 != nil && $0 != .min }) else { throw impossible(node) }
      result = .integers(values.map { $0.map { -$0 } })
    case (.integers(let values), "Abs"):
      guard values.allSatisfy({ $0 != .min }) else { throw impossible(node) }
      result = .integers(values.map { $0.map { abs($0) } })
    case (.numbers(let values), let operation):
      let mapped: [Double] = values.map { value in
        switch operation {
        case "Neg": -value
        case "Abs": value.magnitude
        case "Sqrt": value.squareRoot()
        case "Floor": value.rounded(.down)
        case "Ceil": value.rounded(.up)
        case "Reciprocal": 1 / value
        case "Exp": Elementary.exp(value)
        case "Log": Elementary.log(value)
        default: .nan
        }
      }
      guard mapped.allSatisfy(\.isFinite) else { throw impossible(node) }
      result = .numbers(mapped)
    case (.integers, _): throw impossible(node)
    }
    return ONNXConstant(
      ONNXArray(sides: array.sides, content: result), precision, label: node.label)
  }

  /// Where, of constants alone.
  func chosen(_ node: ONNXNode, _ operands: [ONNXConstant]) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 3...3)
    let tests = try truths(operands[0], of: node)
    let (one, other) = (try array(operands[1]), try array(operands[2]))
    let sides = try together([tests.sides, one.sides, other.sides], node)
    let places = [tests.sides, one.sides, other.sides].map { ONNXArray.places(of: $0, over: sides) }
    let content: ONNXArray.Content
    switch (one.content, other.content) {
    case (.numbers(let first), .numbers(let second)):
      content = .numbers(
        places[0].indices.map {
          tests.values[places[0][$0]] ? first[places[1][$0]] : second[places[2][$0]]
        })
    case (.integers(let first), .integers(let second)):
      content = .integers(
        places[0].indices.map {
          tests.values[places[0][$0]] ? first[places[1][$0]] : second[places[2][$0]]
        })
    case (.numbers, .integers), (.integers, .numbers):
      throw node.malformed("chooses among integers and other numbers at once")
    }
    return ONNXConstant(ONNXArray(sides: sides, content: content), precision, label: node.label)
  }

  /// ScatterND: a constant with other numbers at given places.
  func scattered(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 3...3, attributes: ["reduction"])
    let (target, updates) = (try array(operands[0]), try array(operands[2]))
    let (sides, given) = (target.sides, try operands[1].sides())
    let tuples = try integers(operands[1], of: node)
    guard let depth = given.last, (1...sides.count).contains(depth),
      try node.text("reduction") ?? "none" == "none",
      updates.sides == given.dropLast() + sides[depth...]
    else { throw impossible(node) }
    let rest = sides[depth...].reduce(1, *)
    var places: [Int] = []
    for start in stride(from: 0, to: tuples.count, by: depth) {
      var place = 0
      for axis in 0..<depth {
        let index = tuples[start + axis]
        let own = index < 0 ? index + sides[axis] : index
        guard (0..<sides[axis]).contains(own) else { throw impossible(node) }
        place = place * sides[axis] + own
      }
      places += place * rest..<(place + 1) * rest
    }
    let content: ONNXArray.Content
    switch (target.content, updates.content) {
    case (.numbers(var values), .numbers(let others)):
      for (place, value) in zip(places, others) { values[place] = value }
      content = .numbers(values)
    case (.integers(var values), .integers(let others)):
      for (place, value) in zip(places, others) { values[place] = value }
      content = .integers(values)
    case (.numbers, .integers), (.integers, .numbers): throw impossible(node)
    }
    return ONNXConstant(ONNXArray(sides: sides, content: content), precision, label: node.label)
  }

  /// The true and false values of a constant.
  func truths(
    _ constant: ONNXConstant, of node: ONNXNode
  ) throws(FormatError) -> (values: [Bool], sides: [Int]) {
    guard constant.holdsIntegers, try constant.count() > 0 else {
      throw node.malformed("chooses by numbers that are not BOOL, or by none")
    }
    return (try integers(constant, of: node).map { $0 != 0 }, try constant.sides())
  }
}
