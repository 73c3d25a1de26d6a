import PlateauNetworks
import PlateauNumerics

extension LinearPass {
  /// Improves the bounds of what enters a stage's nonlinearity by going back to the input.
  ///
  /// Units that are known to be in a linear part are left as they are, as are those of widths that
  /// are not among the largest of an example where these are more than the plan allows.
  func improve(_ stage: IntervalStage, rows count: Int) {
    let box = intervals.boxes[stage.value]
    var units: [(example: Int, unit: Int)] = []
    for example in 0..<count where !intervals.isLost[example] && !isEmpty[example] {
      let first = example * stage.outputs
      var own = (0..<stage.outputs).filter { unit in
        let (low, high) = (box.lower[first + unit], box.upper[first + unit])
        return low < high && !(stage.activation?.isLinear(low, high) ?? false)
      }
      if own.count > plan.unitLimit {
        func width(_ unit: Int) -> Double { box.upper[first + unit] - box.lower[first + unit] }
        own = own.sorted { width($0) > width($1) }.prefix(plan.unitLimit).sorted()
      }
      units += own.map { (example, $0) }
    }
    for start in stride(from: 0, to: units.count, by: rows.pairs) {
      let chunk = units[start..<min(start + rows.pairs, units.count)]
      bound(stage, chunk)
      for (row, (example, unit)) in chunk.enumerated() {
        narrow(
          box, example * stage.outputs + unit, row: example, rows.bounds.pointer[row],
          -rows.bounds.pointer[rows.pairs + row])
      }
    }
  }

  /// Bounds units of what a stage makes before its nonlinearity, and their negatives.
  private func bound(_ stage: IntervalStage, _ units: ArraySlice<(example: Int, unit: Int)>) {
    rows.examples = units.map(\.example)
    let channels = stage.output.channels
    let gamma = RoundingError.gamma(stage.outputs + 64)
    for (row, (example, unit)) in units.enumerated() {
      let affine = stage.affine(channel: unit % channels)
      let size = sizes[stage.value - 1]?[example, unit] ?? magnitudes[stage.source][example, unit]
      let error = gamma * (size + affine.bias.magnitude) + affine.error + RoundingError.tiny
      for (row, sign) in [(row, 1.0), (rows.pairs + row, -1.0)] {
        rows.constants.pointer[row] = sign * affine.bias
        rows.errors.pointer[row] = error * RoundingError.up
      }
    }
    if case .dense(let weights) = stage.operation {
      weights.weights.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        for (row, (_, unit)) in units.enumerated() {
          rows.coefficients[stage.source].row(row).update(
            from: base + unit * stage.inputs, count: stage.inputs)
        }
      }
      rows.start(.mirrored, at: stage.source)
      return rows.run(from: stage.source, self)
    }
    let buffer = rows.coefficients[stage.value]
    for (row, (_, unit)) in units.enumerated() {
      buffer.row(row).update(repeating: 0, count: stage.outputs)
      buffer[row, unit] = stage.affine(channel: unit % channels).factor
    }
    rows.start(.mirrored, at: stage.value)
    rows.leave(stage.value - 1, self)
  }

  /// Lower bounds of z_y − z_k for every example and class k, of shape `[count, classes]`; ∞ for
  /// k = y and where the assumptions cannot be fulfilled.
  ///
  /// - Parameters:
  ///   - labels: The class y of each example.
  ///   - result: Receives the bounds.
  func margins(of labels: [Int], into result: RowBuffer<Double>) {
    let last = plan.lastStage
    let classes = last.outputs
    size(last, rows: labels.count)
    var pairs: [(example: Int, unit: Int)] = []
    for (example, label) in labels.enumerated() {
      let isKnown = !isEmpty[example]
      for other in 0..<classes {
        result[example, other] = other != label && isKnown ? -.infinity : .infinity
        if isKnown, other != label, !intervals.isLost[example] { pairs.append((example, other)) }
      }
    }
    for start in stride(from: 0, to: pairs.count, by: 2 * rows.pairs) {
      let chunk = pairs[start..<min(start + 2 * rows.pairs, pairs.count)]
      begin(chunk, labels)
      for (row, (example, other)) in chunk.enumerated() {
        result[example, other] = intervalMargin(row, example)
      }
      rows.run(from: last.source, self)
      for (row, (example, other)) in chunk.enumerated() {
        result[example, other] = max(result[example, other], rows.bounds.pointer[row])
      }
    }
  }

  /// Writes the rows of differences of logits, which are rounded once.
  func begin(_ pairs: ArraySlice<(example: Int, unit: Int)>, _ labels: [Int]) {
    let last = plan.lastStage
    guard case .dense(let weights) = last.operation, let sizes = sizes[last.value - 1] else {
      preconditionFailure("logits come from a dense layer")
    }
    rows.examples = pairs.map(\.example)
    rows.start(.single, at: last.source)
    weights.weights.withUnsafeBufferPointer { values in
      for (row, (example, other)) in pairs.enumerated() {
        let label = labels[example]
        let target = rows.coefficients[last.source].row(row)
        for column in 0..<last.inputs {
          target[column] =
            values[label * last.inputs + column] - values[other * last.inputs + column]
        }
        let biases = (weights.biases[label], weights.biases[other])
        let size =
          sizes[example, label] + sizes[example, other] + biases.0.magnitude + biases.1.magnitude
        rows.constants.pointer[row] = biases.0 - biases.1
        rows.errors.pointer[row] = size * 0x1p-51 + RoundingError.tiny
      }
    }
  }

  /// The bound of a row by the box of what the last layer takes.
  private func intervalMargin(_ row: Int, _ example: Int) -> Double {
    let source = plan.lastStage.source
    let width = rows.coefficients[source].columns
    let coefficients = rows.coefficients[source].row(row)
    let box = intervals.boxes[source]
    var (value, size) = (0.0, 0.0)
    for column in 0..<width {
      let place = example * width + column
      let weight = coefficients[column]
      value += weight * (weight < 0 ? box.upper[place] : box.lower[place])
      size += weight.magnitude * magnitudes[source][example, column]
    }
    let constant = rows.constants.pointer[row]
    let gamma = RoundingError.gamma(width + 16)
    let error =
      rows.errors.pointer[row] + 2 * gamma * (size + constant.magnitude)
      + Double(width + 16) * RoundingError.tiny
    let bound = (value + constant - error).nextDown
    return bound.isFinite ? bound : -.infinity
  }
}
