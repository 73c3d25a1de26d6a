public import PlateauNumerics

extension Trial {
  /// A vector that an attack keeps for each example; it moves with the rows.
  ///
  /// Its memory is allocated at the first call and lives as long as the trial, so that later starts
  /// find what earlier ones of the same shard left there; before that its contents are undefined.
  ///
  /// - Parameters:
  ///   - name: A name of the attack's choice.
  ///   - columns: The values for each example; the same at every call with the name.
  /// - Returns: A buffer with room for every row.
  public func vectors(_ name: String, columns: Int) -> RowBuffer<Double> {
    if let state = states[name] {
      guard let state = state as? RowBuffer<Double>, state.columns == columns else {
        preconditionFailure("what is kept under '\(name)' keeps its type and columns")
      }
      return state
    }
    let state = RowBuffer<Double>(capacity: origins.capacity, columns: columns)
    states[name] = state
    return state
  }

  /// A record that an attack keeps for each example; it moves with the rows.
  ///
  /// Its memory lives as long as the trial, as that of ``vectors(_:columns:)``.
  ///
  /// - Parameters:
  ///   - name: A name of the attack's choice.
  ///   - record: What every record is when the memory is allocated.
  /// - Returns: A record for every row.
  public func records<Record: BitwiseCopyable>(
    _ name: String, initially record: Record
  ) -> RowRecords<Record> {
    if let state = states[name] {
      guard let state = state as? RowRecords<Record> else {
        preconditionFailure("what is kept under '\(name)' keeps its type")
      }
      return state
    }
    let state = RowRecords(capacity: origins.capacity, initially: record)
    states[name] = state
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
    for state in states.values { state.move(row, to: target) }
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
