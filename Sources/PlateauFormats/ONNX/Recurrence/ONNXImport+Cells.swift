import PlateauNetworks
import PlateauNumerics

// Steps of recurrent cells as layers, each step with weights of its own: copies of the same.
extension ONNXImport {
  /// What a cell makes of all steps of a sequence.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - value: A row of steps for each example.
  ///   - start: The state before the first step.
  ///   - node: The node that needs it.
  /// - Returns: The state after each step, in the order of the sequence, and after all of them.
  /// - Throws: `FormatError` where there are too many weights.
  mutating func unrolled(
    _ cell: ONNXCell, over value: ONNXValue, from start: ONNXCellState, _ node: ONNXNode
  ) throws(FormatError) -> (steps: [ONNXValue], last: ONNXCellState) {
    let count = value.shape.exampleSides[0]
    let rows = cell.kind.gates * cell.units
    var cell = cell
    var incoming = try multiplyLast(value, cell.inputWeights, node, transposed: true)
    incoming = try shifted(
      incoming, by: ONNXBroadcast(numbers: cell.inputBiases, isByUnit: false), node)
    incoming.isShared = true
    var steps: [ONNXValue] = []
    var state = start
    for step in cell.isReverse ? Array((0..<count).reversed()) : Array(0..<count) {
      let input = try selected(
        incoming, Array(step * rows..<(step + 1) * rows), sides: [rows], node)
      var output =
        switch cell.kind {
        case .recurrent: try recurrentStep(&cell, input, state, node)
        case .gated: try gatedStep(&cell, input, state, node)
        case .remembering: try rememberingStep(&cell, input, &state, node)
        }
      output.isShared = true
      state.hidden = .value(output)
      steps.append(output)
    }
    return (cell.isReverse ? steps.reversed() : steps, state)
  }

  /// f(W·x + R·h + b).
  private mutating func recurrentStep(
    _ cell: inout ONNXCell, _ input: ONNXValue, _ state: ONNXCellState, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let before = try linear(&cell, 0..<1, of: state.hidden, node)
    return activated(try adding(before, to: input, node), cell.activations[0], node)
  }

  /// (1 − z)·g + z·h, with gates z and r, and g of what comes in and of the state behind r.
  private mutating func gatedStep(
    _ cell: inout ONNXCell, _ input: ONNXValue, _ state: ONNXCellState, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let units = cell.units
    let all = try linear(
      &cell, 0..<(cell.resetsAfter ? 3 : 2), of: state.hidden, node)
    let opened = activated(
      try adding(
        part(all, 0..<2 * units, node), to: part(input, 0..<2 * units, node), node),
      cell.activations[0], node)
    var update = try part(opened, 0..<units, node)
    update.isShared = true
    let reset = try part(opened, units..<2 * units, node)
    let before: ONNXState
    if cell.resetsAfter {
      before = try weighted(reset, by: part(all, 2 * units..<3 * units, node), node)
    } else {
      before = try linear(
        &cell, 2..<3, of: weighted(reset, by: state.hidden, node), node)
    }
    let candidate = activated(
      try adding(before, to: part(input, 2 * units..<3 * units, node), node),
      cell.activations[1], node)
    let negated = try scaled(update, by: uniform(-1, over: update, node), node)
    let rest = try shifted(negated, by: uniform(1, over: negated, node), node)
    return try adding(
      weighted(update, by: state.hidden, node), to: product(rest, candidate, node), node)
  }

  /// o·h(c), with c = f·c + i·g of the cell state before.
  private mutating func rememberingStep(
    _ cell: inout ONNXCell, _ input: ONNXValue, _ state: inout ONNXCellState,
    _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let units = cell.units
    let before = try linear(&cell, 0..<4, of: state.hidden, node)
    let sums = try adding(before, to: input, node)
    let opened = activated(try part(sums, 0..<3 * units, node), cell.activations[0], node)
    let candidate = activated(
      try part(sums, 3 * units..<4 * units, node), cell.activations[1], node)
    let added = try product(part(opened, 0..<units, node), candidate, node)
    let kept = try weighted(
      part(opened, 2 * units..<3 * units, node), by: state.memory ?? .constant([]), node)
    var memory = try adding(kept, to: added, node)
    memory.isShared = true
    state.memory = .value(memory)
    return try product(
      part(opened, units..<2 * units, node), activated(memory, cell.activations[2], node), node)
  }

  // MARK: - Parts

  /// R·h + b, of some gates.
  private mutating func linear(
    _ cell: inout ONNXCell, _ gates: Range<Int>, of state: ONNXState, _ node: ONNXNode
  ) throws(FormatError) -> ONNXState {
    let units = cell.units
    let rows = gates.lowerBound * units..<gates.upperBound * units
    let biases = cell.biases[rows]
    let value: ONNXValue
    switch state {
    case .constant(let numbers):
      return .constant(
        rows.map { row in
          numbers.indices.reduce(cell.biases[row]) {
            $0 + cell.weights[row * units + $1] * numbers[$1]
          }
        })
    case .value(let own): value = own
    }
    let count = rows.count * units
    try checkExpansion(count, of: node)
    let weights = cell.weights[rows.lowerBound * units..<rows.upperBound * units]
    let hasBiases = biases.contains { $0 != 0 }
    // Only the first of several copies is counted as the file's.
    let isCopy = !cell.written.insert(gates).inserted
    let writtenOut =
      isCopy ? [0..<count + rows.count] : hasBiases ? [] : [count..<count + rows.count]
    let layer = layers.append(
      .dense(units: rows.count), Array(weights) + biases, writtenOut: writtenOut,
      after: value.layer, shape: InputShape(channels: rows.count, height: 1, width: 1),
      for: node.name)
    return .value(
      ONNXValue(layer: layer, shape: .rows(value.shape.batch, rows.count), isShared: true))
  }

  private mutating func part(
    _ value: ONNXValue, _ range: Range<Int>, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try selected(value, Array(range), sides: [range.count], node)
  }

  private mutating func part(
    _ state: ONNXState, _ range: Range<Int>, _ node: ONNXNode
  ) throws(FormatError) -> ONNXState {
    switch state {
    case .constant(let numbers): .constant(Array(numbers[range]))
    case .value(let value):
      range == 0..<value.shape.features ? state : .value(try part(value, range, node))
    }
  }

  /// A value plus a state.
  private mutating func adding(
    _ state: ONNXState, to value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    switch state {
    case .constant(let numbers):
      guard numbers.contains(where: { $0 != 0 }) else { return value }
      return try shifted(value, by: ONNXBroadcast(numbers: numbers, isByUnit: false), node)
    case .value(let other): return try sum(value, other, node)
    }
  }

  /// A value times a state; numbers of which there are none are zeros.
  private mutating func weighted(
    _ value: ONNXValue, by state: ONNXState, _ node: ONNXNode
  ) throws(FormatError) -> ONNXState {
    switch state {
    case .constant(let numbers):
      guard numbers.contains(where: { $0 != 0 }) else {
        return .constant(Array(repeating: 0, count: value.shape.features))
      }
      var value = value
      value.isShared = true
      return .value(
        try scaled(value, by: ONNXBroadcast(numbers: numbers, isByUnit: false), node))
    case .value(let other): return .value(try product(value, other, node))
    }
  }
}
