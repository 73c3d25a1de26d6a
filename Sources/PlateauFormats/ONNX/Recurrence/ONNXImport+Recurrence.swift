import PlateauNetworks
import PlateauNumerics

// RNN, GRU and LSTM: of a sequence of fixed length every step becomes layers.
extension ONNXImport {
  /// The attributes of recurrent nodes, of which some are refused.
  private static let attributes: Set<String> = [
    "activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size",
    "input_forget", "layout", "linear_before_reset",
  ]

  /// RNN, GRU and LSTM.
  ///
  /// - Parameter node: The node.
  /// - Returns: The states after all steps, the last one, and of an LSTM the last cell state; nil for
  ///   what no node takes.
  /// - Throws: `FormatError` where it is not read.
  mutating func recur(_ node: ONNXNode) throws(FormatError) -> [ONNXValue?] {
    guard let kind = ONNXCell.Kind(rawValue: node.proto.opType) else {
      throw node.unsupportedOperation
    }
    try node.check(inputs: 3...(kind == .remembering ? 8 : 6), attributes: Self.attributes)
    try checkOptions(of: node)
    let isBatchFirst = try node.integer("layout", default: 0) != 0
    var value = try value(node.inputs[0], of: node, isDetoured: true)
    let refusal = value.detour?.refusal ?? mixingExamples(node, value.shape)
    // A file for one example has a side of 1 where its steps have the batch.
    if !isBatchFirst, value.detour == nil, view == .asGiven, layers.keepsPlaces(value.layer),
      value.shape.sides.count == 3, value.shape.sides[0] != nil, value.shape.sides[1] == 1
    {
      wantedView = .beside
    }
    guard value.shape.form == .rows, value.shape.sides.count == 3,
      value.detour?.place == (isBatchFirst ? nil : .axis(1))
    else { throw refusal }
    value.detour = nil
    value.isShared = true
    let cells = try cells(kind, node, inputs: value.shape.exampleSides[1])
    try checkLengths(node, value.shape.exampleSides[0])
    let hidden = try states(5, node, cells, isBatchFirst, refusal)
    let memory = kind == .remembering ? try states(6, node, cells, isBatchFirst, refusal) : []
    var steps: [[ONNXValue]] = []
    var last: [ONNXCellState] = []
    for (index, cell) in cells.enumerated() {
      let start = ONNXCellState(
        hidden: hidden[index], memory: memory.isEmpty ? nil : memory[index])
      let result = try unrolled(cell, over: value, from: start, node)
      steps.append(result.steps)
      last.append(result.last)
    }
    func isTaken(_ index: Int) -> Bool {
      node.proto.output.count > index && uses[node.proto.output[index]] ?? 0 > 0
    }
    let sides = [cells.count, cells[0].units]
    let all =
      isTaken(0)
      ? try beside(
        steps[0].indices.flatMap { step in steps.map { $0[step] } }, [steps[0].count] + sides,
        isBatchFirst ? nil : ONNXDetour(place: .axis(2), refusal: refusal), node) : nil
    func ends(_ states: [ONNXState?]) throws(FormatError) -> ONNXValue {
      let values = states.compactMap { state -> ONNXValue? in
        guard case .value(let value)? = state else { return nil }
        return value
      }
      return try beside(
        values, sides, isBatchFirst ? nil : ONNXDetour(place: .axis(1), refusal: refusal), node)
    }
    let end = isTaken(1) ? try ends(last.map(\.hidden)) : nil
    let isRemembered = isTaken(2) && kind == .remembering
    return [all, end, isRemembered ? try ends(last.map(\.memory)) : nil]
  }

  /// Values one after the other, with other sides.
  private mutating func beside(
    _ values: [ONNXValue], _ sides: [Int], _ detour: ONNXDetour?, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var result =
      values.count == 1
      ? values[0] : try selected(values, Array(0..<sides.reduce(1, *)), sides: sides, node)
    result.shape = ONNXShape(form: .rows, sides: [values[0].shape.batch] + sides)
    result.detour = detour
    return result
  }

  /// Refuses what changes steps in ways that are not read.
  private func checkOptions(of node: ONNXNode) throws(FormatError) {
    if let clip = try node.float("clip") {
      throw node.unsupported(
        "limits what goes into its nonlinearities to \(clip), which is not read",
        "Export it without the attribute 'clip'.")
    }
    guard try node.integer("input_forget", default: 0) == 0 else {
      throw node.unsupported(
        "couples its input and forget gates, which is not read",
        "Export it without the attribute 'input_forget'.")
    }
    for name in ["activation_alpha", "activation_beta"]
    where node.proto.attribute.contains(where: { $0.name == name && !$0.floats.isEmpty }) {
      throw node.unsupported(
        "has numbers for its nonlinearities, which are not read",
        "Export it without the attribute '\(name)', with Sigmoid, Tanh and Relu.")
    }
    guard node.inputs.count < 8 else {
      throw node.unsupported(
        "has peepholes, weights of cell states for gates, which are not read",
        "Train and export it without them.")
    }
  }

  /// Checks that all sequences are as long as they can be.
  private func checkLengths(_ node: ONNXNode, _ count: Int) throws(FormatError) {
    guard node.inputs.count > 4, !node.inputs[4].isEmpty else { return }
    guard try integers(constant(node.inputs[4], of: node), of: node).allSatisfy({ $0 == count })
    else {
      throw node.unsupported(
        "has sequences that end before all \(count) steps", "Export it for full sequences alone.")
    }
  }

  // MARK: - Cells

  /// What a node does in each of its directions.
  private mutating func cells(
    _ kind: ONNXCell.Kind, _ node: ONNXNode, inputs: Int
  ) throws(FormatError) -> [ONNXCell] {
    let direction = try node.text("direction") ?? "forward"
    let directions = ["forward": [false], "reverse": [true], "bidirectional": [false, true]]
    guard let isReverse = directions[direction] else {
      throw node.malformed("has the direction \(direction.quotedForMessage)")
    }
    let (count, names) = (isReverse.count, node.inputs)
    let (input, state) = (try constant(names[1], of: node), try constant(names[2], of: node))
    let given = try state.sides()
    let units = given.last ?? 0
    let rows = kind.gates * units
    guard units > 0, try input.sides() == [count, rows, inputs], given == [count, rows, units],
      try node.integer("hidden_size", default: units) == units
    else {
      throw node.malformed(
        "has weights of the shapes \(try input.sides()) and \(given) for \(inputs) values a step")
    }
    let biases =
      names.count > 3 && !names[3].isEmpty
      ? try numbers(constant(names[3], of: node)) : Array(repeating: 0, count: count * 2 * rows)
    guard biases.count == count * 2 * rows else {
      throw node.malformed("has \(biases.count) biases for \(count * 2 * rows) places")
    }
    let functions = try functions(kind, node, count: count)
    let resetsAfter = try node.integer("linear_before_reset", default: 0) != 0
    let weights = (try numbers(input), try numbers(state))
    return isReverse.indices.map { index in
      let both = biases[index * 2 * rows..<(index + 1) * 2 * rows]
      let (first, second) = (Array(both.prefix(rows)), Array(both.suffix(rows)))
      // Biases that a gate resets stay with what is reset; others add up.
      let apart = kind == .gated && resetsAfter ? 2 * units : rows
      return ONNXCell(
        kind: kind, units: units,
        inputWeights: ONNXConstant(
          Array(weights.0[index * rows * inputs..<(index + 1) * rows * inputs]), precision,
          sides: [rows, inputs], label: node.label),
        inputBiases: (0..<rows).map { $0 < apart ? first[$0] + second[$0] : first[$0] },
        weights: Array(weights.1[index * rows * units..<(index + 1) * rows * units]),
        biases: (0..<rows).map { $0 < apart ? 0 : second[$0] },
        activations: functions[index], resetsAfter: resetsAfter, isReverse: isReverse[index])
    }
  }

  /// The nonlinearities of each direction.
  private func functions(
    _ kind: ONNXCell.Kind, _ node: ONNXNode, count: Int
  ) throws(FormatError) -> [[Activation]] {
    let size = kind.activations.count
    guard let names = node.texts("activations") else {
      return Array(repeating: kind.activations, count: count)
    }
    guard names.count == count * size else {
      throw node.malformed("names \(names.count) nonlinearities; it takes \(count * size)")
    }
    var result: [Activation] = []
    for name in names {
      switch name.lowercased() {
      case "sigmoid": result.append(.sigmoid)
      case "tanh": result.append(.tanh)
      case "relu": result.append(.relu)
      default:
        throw node.unsupported(
          "has the nonlinearity \(name.quotedForMessage) in its steps",
          "Sigmoid, Tanh and Relu are read.")
      }
    }
    return (0..<count).map { Array(result[$0 * size..<($0 + 1) * size]) }
  }

  /// The states of each direction before the first step.
  private mutating func states(
    _ index: Int, _ node: ONNXNode, _ cells: [ONNXCell], _ isBatchFirst: Bool,
    _ refusal: FormatError
  ) throws(FormatError) -> [ONNXState] {
    let (count, units) = (cells.count, cells[0].units)
    guard node.inputs.count > index, !node.inputs[index].isEmpty else {
      return cells.map { _ in .constant(Array(repeating: 0, count: units)) }
    }
    let name = node.inputs[index]
    guard case .constant(let constant) = try operand(name, of: node) else {
      var value = try value(name, of: node, isDetoured: true)
      guard value.detour?.place == (isBatchFirst ? nil : .axis(1)),
        value.shape.form == .rows, value.shape.exampleSides == [count, units]
      else { throw value.detour?.refusal ?? refusal }
      value.detour = nil
      var result: [ONNXState] = []
      for index in 0..<count {
        let own = try selected(
          value, Array(index * units..<(index + 1) * units), sides: [units], node)
        result.append(.value(own))
      }
      return result
    }
    let (sides, numbers) = (try constant.sides(), try numbers(constant))
    guard sides.count == 3, sides[isBatchFirst ? 1 : 0] == count, sides[2] == units,
      !numbers.isEmpty
    else { throw node.malformed("has an initial state of shape \(sides)") }
    let examples = sides[isBatchFirst ? 0 : 1]
    func state(_ direction: Int, _ example: Int) -> ArraySlice<Double> {
      let row = isBatchFirst ? example * count + direction : direction * examples + example
      return numbers[row * units..<(row + 1) * units]
    }
    for direction in 0..<count {
      for example in 1..<max(1, examples) where state(direction, example) != state(direction, 0) {
        throw node.unsupported(
          "has another initial state for each example", "Give all examples the same, or none.")
      }
    }
    return (0..<count).map { .constant(Array(state($0, 0))) }
  }
}

extension ONNXNode {
  /// An attribute that is a list of texts, or nil without it.
  fileprivate func texts(_ name: String) -> [String]? {
    proto.attribute.first { $0.name == name }.map { attribute in
      attribute.strings.map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
