import PlateauNumerics

extension LinearPass {
  /// Lower bounds of z_y − z_k for every example and class k, of shape `[count, classes]`; ∞ for
  /// k = y and where the assumptions cannot be fulfilled.
  ///
  /// - Parameters:
  ///   - labels: The class y of each example.
  ///   - result: Receives the bounds; where lines are searched for after others, those that are
  ///     greater than what is there.
  func margins(of labels: [Int], into result: RowBuffer<Double>) {
    let last = plan.lastStage
    let classes = last.outputs
    size(last, rows: labels.count)
    let isSecond = isSearching && (search?.settings.hiddenIterations ?? 0) > 0
    var pairs: [(example: Int, unit: Int)] = []
    for (example, label) in labels.enumerated() {
      let isKnown = !isEmpty[example]
      for other in 0..<classes {
        let least = other != label && isKnown ? -Double.infinity : .infinity
        result[example, other] = isSecond ? max(result[example, other], least) : least
        if isKnown, other != label, !intervals.isLost[example] { pairs.append((example, other)) }
      }
    }
    for start in stride(from: 0, to: pairs.count, by: 2 * rows.pairs) {
      let chunk = pairs[start..<min(start + 2 * rows.pairs, pairs.count)]
      begin(chunk, labels, in: rows)
      for (row, (example, other)) in chunk.enumerated() {
        result[example, other] = max(result[example, other], intervalMargin(row, example))
      }
      rows.isExact = true
      rows.run(from: last.source, self, closest)
      rows.isExact = false
      for (row, (example, other)) in chunk.enumerated() {
        result[example, other] = max(result[example, other], rows.bounds.pointer[row])
      }
    }
    if let search, isSearching { improve(pairs, labels, into: result, search) }
  }

  /// Improves margins by a search for lines.
  private func improve(
    _ pairs: [(example: Int, unit: Int)], _ labels: [Int], into result: RowBuffer<Double>,
    _ search: any LineSearch
  ) {
    guard search.settings.iterations > 0 else { return }
    for start in stride(from: 0, to: pairs.count, by: search.capacity)
    where !deadline.hasPassed {
      let chunk = pairs[start..<min(start + search.capacity, pairs.count)]
      for (row, (example, other)) in chunk.enumerated() {
        search.best.pointer[row] = result[example, other]
      }
      search.rows.isExact = true
      defer { search.rows.isExact = false }
      search.run(self, steps: search.settings.iterations) { rows in
        begin(chunk, labels, in: rows)
        return (plan.lastStage.source, false)
      }
      for (row, (example, other)) in chunk.enumerated() {
        result[example, other] = search.best.pointer[row]
      }
    }
  }

  /// Writes the rows of differences of logits, which are rounded once.
  private func begin(
    _ pairs: ArraySlice<(example: Int, unit: Int)>, _ labels: [Int], in rows: BackwardRows
  ) {
    let last = plan.lastStage
    rows.examples = pairs.map(\.example)
    rows.start(.single, at: last.source)
    guard let weights = last.matrix, let sizes = sizes[last.value - 1] else {
      return beginCopies(pairs, labels, in: rows)
    }
    let values = weights.weights
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

  /// The same of logits that are copies, whose differences are exact.
  private func beginCopies(
    _ pairs: ArraySlice<(example: Int, unit: Int)>, _ labels: [Int], in rows: BackwardRows
  ) {
    let last = plan.lastStage
    for (row, (example, other)) in pairs.enumerated() {
      let target = rows.coefficients[last.source].row(row)
      target.clear(count: last.inputs)
      last.add(1, timesRow: labels[example], to: target)
      last.add(-1, timesRow: other, to: target)
      rows.constants.pointer[row] = 0
      rows.errors.pointer[row] = 0
    }
  }

  /// The bound of a row by the box of what the last layer takes.
  private func intervalMargin(_ row: Int, _ example: Int) -> Double {
    let source = plan.lastStage.source
    let width = rows.coefficients[source].columns
    let coefficients = rows.coefficients[source].row(row)
    let first = example * width
    let (lower, upper) = (
      intervals.boxes[source].lower + first, intervals.boxes[source].upper + first
    )
    let sizes = magnitudes[source].row(example)
    var (value, size) = (0.0, 0.0)
    for column in 0..<width {
      let weight = coefficients[column]
      value += weight * (weight < 0 ? upper[column] : lower[column])
      size += weight.magnitude * sizes[column]
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
