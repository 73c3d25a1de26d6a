import PlateauNumerics

extension Trial {
  /// Judges some rows; those that reached the goal leave, where examples leave early.
  func settle(_ isProposed: (Int) -> Bool) {
    var placed = 0
    for row in 0..<count where isProposed(row) {
      judge.place(
        UnsafePointer(iterates.row(row)),
        around: originals + places[row] * iterates.columns, row: placed)
      proposedRows[placed] = row
      placed += 1
    }
    guard placed > 0 else { return }
    judge.evaluate(rows: placed)
    for index in 0..<placed { record(index, row: proposedRows[index]) }
    if options.leavesEarly { compact() }
  }

  private func record(_ index: Int, row: Int) {
    let place = places[row]
    guard !ledger.entries[place].isSuccess else { return }
    let verdict = judge.verdict(
      row: index, label: Int(labels[row]), target: isTargeted ? Int(classes[row]) : nil)
    ledger.entries[place].queries += 1
    ledger.entries[place].isSuccess = verdict.isSuccess
    ledger.entries[place].isPrecisionDependent = verdict.isPrecisionDependent
    let columns = iterates.columns
    (ledger.adversarial.pointer + place * columns).update(
      from: judge.inputs.pointer + index * columns, count: columns)
  }

  /// Moves the rows that are not settled to the front.
  func compact() {
    var kept = 0
    for row in 0..<count where !ledger.entries[places[row]].isSuccess {
      if kept < row { move(row, to: kept) }
      kept += 1
    }
    count = kept
  }

  private func move(_ row: Int, to target: Int) {
    let columns = iterates.columns
    origins.row(target).update(from: origins.row(row), count: columns)
    iterates.row(target).update(from: iterates.row(row), count: columns)
    gradient.row(target).update(from: gradient.row(row), count: columns)
    classes[target] = classes[row]
    labels[target] = labels[row]
    places[target] = places[row]
    numbers[target] = numbers[row]
  }
}
