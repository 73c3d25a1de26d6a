import PlateauNumerics

extension DomainBounds {
  /// Lower bounds of z_y − z_k for every example and class k; ∞ for k = y and where the assumptions
  /// cannot be fulfilled.
  ///
  /// - Parameters:
  ///   - labels: The class y of each example.
  ///   - result: Receives the bounds, of shape `[count, classes]`; where they are optimized after others,
  ///     those that are greater than what is there.
  ///   - isOptimized: Whether lines can be chosen.
  func margins(
    of labels: [Int], into result: UnsafeMutablePointer<Double>, isOptimized: Bool
  ) {
    let last = network.lastStage
    let classes = last.outputs
    workspace.size(last, rows: labels.count)
    let isSecond = isOptimized && settings.hiddenIterations > 0
    var pairs: [(place: Int, row: OutputSpecification.Row)] = []
    for (domain, label) in labels.enumerated() {
      let isKnown = !workspace.isEmpty[domain]
      for other in 0..<classes {
        let place = domain * classes + other
        let least = other != label && isKnown ? -Double.infinity : .infinity
        result[place] = isSecond ? max(result[place], least) : least
        if isKnown, other != label, !workspace.intervals.isLost[domain] {
          pairs.append((place, .init(domain: domain, [.output(other, reaches: label)])))
        }
      }
    }
    let rows = workspace.rows
    for start in stride(from: 0, to: pairs.count, by: 2 * rows.pairs) {
      let chunk = pairs[start..<min(start + 2 * rows.pairs, pairs.count)]
      let begin = OutputSpecification(rows: chunk.map(\.row)).write(into: rows, workspace)
      for (row, pair) in chunk.enumerated() {
        result[pair.place] = max(
          result[pair.place], rows.intervalBound(row, of: begin.value, workspace))
      }
      rows.isExact = true
      rows.run(from: begin, workspace, workspace.closest)
      rows.isExact = false
      for (row, pair) in chunk.enumerated() {
        result[pair.place] = max(result[pair.place], rows.bounds.pointer[row])
      }
    }
    if isOptimized { improve(pairs, result) }
  }

  /// Improves margins by an ascent.
  private func improve(
    _ pairs: [(place: Int, row: OutputSpecification.Row)],
    _ result: UnsafeMutablePointer<Double>
  ) {
    guard settings.iterations > 0, let ascent else { return }
    let steps = AscentSteps(
      count: settings.iterations, rate: settings.rate, decay: settings.decay)
    for start in stride(from: 0, to: pairs.count, by: ascent.capacity)
    where !workspace.deadline.hasPassed {
      let chunk = pairs[start..<min(start + ascent.capacity, pairs.count)]
      for (row, pair) in chunk.enumerated() { ascent.best.pointer[row] = result[pair.place] }
      ascent.load(chunk.map(\.row.domain), workspace)
      ascent.rows.isExact = true
      defer { ascent.rows.isExact = false }
      var specification = OutputSpecification(rows: chunk.map(\.row))
      ascent.run(&specification, workspace, steps)
      for (row, pair) in chunk.enumerated() { result[pair.place] = ascent.best.pointer[row] }
    }
  }
}
