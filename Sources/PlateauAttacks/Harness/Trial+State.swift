public import PlateauNumerics

extension Trial {
  /// A buffer of rows that an attack keeps for the examples; it moves with them.
  ///
  /// Its memory is allocated at the first call and lives as long as the trial, so that later starts
  /// find what earlier ones of the same shard left there; before that its contents are undefined.
  ///
  /// - Parameters:
  ///   - key: A number of the attack's choice.
  ///   - columns: The values for each example; the same at every call with the key.
  /// - Returns: A buffer with room for every row.
  public func state(_ key: Int, columns: Int) -> RowBuffer<Double> {
    if let state = states[key] {
      precondition(state.columns == columns, "a state keeps its columns")
      return state
    }
    let state = RowBuffer<Double>(capacity: origins.capacity, columns: columns)
    states[key] = state
    return state
  }

  /// Lends a row's generator of random numbers, which is the same whatever else is in the batch.
  ///
  /// It is seeded by the example and the start, and goes on from call to call.
  public func withGenerator<Result>(
    row: Int, _ body: (inout SeededGenerator) -> Result
  ) -> Result {
    body(&generators[row])
  }

  /// Moves the rows that are not settled to the front.
  func compact() {
    var kept = 0
    for row in 0..<count where !ledger.entries[places[row]].isSettled {
      if kept < row { move(row, to: kept) }
      kept += 1
    }
    count = kept
  }

  private func move(_ row: Int, to target: Int) {
    copy(row, to: target, in: origins)
    copy(row, to: target, in: iterates)
    moveGradient(row, to: target)
    copy(row, to: target, in: logits)
    copy(row, to: target, in: objectives)
    for state in states.values { copy(row, to: target, in: state) }
    labels[target] = labels[row]
    aims[target] = aims[row]
    targets[target] = targets[row]
    places[target] = places[row]
    numbers[target] = numbers[row]
    generators[target] = generators[row]
  }

  private func moveGradient(_ row: Int, to target: Int) {
    scorer.moveGradient(row: row, to: target)
    if isWidened { copy(row, to: target, in: gradient) }
  }

  private func copy(_ row: Int, to target: Int, in buffer: RowBuffer<Double>) {
    buffer.row(target).update(from: buffer.row(row), count: buffer.columns)
  }
}
