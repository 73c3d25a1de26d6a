import PlateauNumerics

extension ONNXImport {
  /// Where; by a constant: numbers of values and constants in new places.
  mutating func choose(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 3...3)
    guard case .constant(let test) = try operand(node.inputs[0], of: node) else {
      return try chooseByCondition(node)
    }
    let tests = try truths(test, of: node)
    var values: [ONNXValue] = []
    /// Of both choices the sides with 1 for the batch, and the numbers of constants.
    var choices: [(sides: [Int], value: Int?, numbers: [Double])] = []
    for name in node.inputs.dropFirst() {
      switch try operand(name, of: node) {
      case .constant(let constant):
        choices.append((try constant.sides(), nil, try numbers(constant)))
      case .value, .rows:
        let value = try rows(name, of: node)
        choices.append(([1] + value.shape.exampleSides, values.count, []))
        values.append(value)
      }
    }
    guard let first = values.first else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    let sides = try together([tests.sides] + choices.map(\.sides), node)
    guard sides[0] == 1, values.allSatisfy({ $0.shape.sides.count == sides.count }) else {
      throw node.unsupported(
        "chooses among values of the shapes "
          + values.map(\.shape.description).joined(separator: " and ")
          + " by a constant of shape \(tests.sides)",
        "The first side must stay the batch, with the same choice for all examples.")
    }
    try checkExpansion(sides.reduce(1, *), of: node, isKept: false)
    let own = ONNXArray.places(of: tests.sides, over: sides)
    let spread = choices.map { ONNXArray.places(of: $0.sides, over: sides) }
    let starts = values.indices.map { index in
      values[..<index].reduce(0) { $0 + $1.shape.features }
    }
    var (places, shifts): ([Int], [Double]) = ([], [])
    for (index, place) in own.enumerated() {
      let choice = tests.values[place] ? 0 : 1
      let number = spread[choice][index]
      if let value = choices[choice].value {
        places.append(starts[value] + number)
        shifts.append(0)
      } else {
        places.append(-1)
        shifts.append(choices[choice].numbers[number])
      }
    }
    if values.count == 1, places.elementsEqual(0..<first.shape.features) { return first }
    let result = try selected(values, places, sides: Array(sides.dropFirst()), node)
    guard shifts.contains(where: { $0 != 0 }) else { return result }
    return try shifted(result, by: ONNXBroadcast(numbers: shifts, isByUnit: true), node)
  }

  /// CumSum: running sums along a side, by sums of ever longer parts.
  mutating func accumulate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["exclusive", "reverse"])
    var value = try rows(node.inputs[0], of: node)
    let given = try integers(constant(node.inputs[1], of: node), of: node)
    guard given.count == 1 else { throw node.malformed("has the axes \(given)") }
    let axis = try axis(given[0], of: value.shape, node)
    let size = value.shape.sides[axis] ?? 1
    let steps = Int.bitWidth - size.leadingZeroBitCount
    try checkExpansion(value.shape.features * steps, of: node, isKept: false)
    let isReverse = try node.integer("reverse", default: 0) != 0
    func moved(_ value: ONNXValue, by step: Int) throws(FormatError) -> ONNXValue {
      let parts = (0..<size).map { index in
        let place = isReverse ? index + step : index - step
        return (0..<size).contains(place) ? place : -1
      }
      return try taken(value, along: axis, parts, node)
    }
    if try node.integer("exclusive", default: 0) != 0 { value = try moved(value, by: 1) }
    var step = 1
    while step < size {
      value = try sum(value, try moved(value, by: step), node)
      step *= 2
    }
    return value
  }
}
