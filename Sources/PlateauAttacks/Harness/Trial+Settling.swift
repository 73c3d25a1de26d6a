import PlateauNetworks
import PlateauNumerics

extension Trial {
  /// Hands every iterate to the harness.
  public func propose() { propose { _ in true } }

  /// Hands the iterates of some rows to the harness.
  ///
  /// Rows that reached the goal leave, where examples leave early.
  public func propose(where isProposed: (Int) -> Bool) {
    guard count > 0 else { return }
    var placed = 0
    for row in 0..<count where isProposed(row) && place(row, at: placed) {
      proposedRows[placed] = row
      placed += 1
    }
    guard placed > 0 else { return }
    judge.evaluate(rows: placed)
    for index in 0..<placed { record(index, row: proposedRows[index]) }
    if options.leavesEarly { compact() }
  }

  /// Proposes the rows whose latest logits reach the goal; under a surrogate those of the real model
  /// are computed first.
  public func proposeApparent() {
    if case .surrogate = options.rule { evaluate() }
    propose { reachesGoal(row: $0) }
  }

  /// Whether the latest logits of a row reach the goal, in the precision of the search.
  public func reachesGoal(row: Int) -> Bool {
    Judge.reachesGoal(logits.row(row), classCount, Int(labels[row]), target(row: row))
  }

  /// Lays an iterate before the judge, unless no verdict can make it better than what is known.
  private func place(_ row: Int, at index: Int) -> Bool {
    let place = places[row]
    guard !ledger.entries[place].isSettled else { return false }
    ledger.entries[place].queries += 1
    let original = originals + place * iterates.columns
    judge.place(UnsafePointer(iterates.row(row)), around: original, row: index)
    return !ledger.entries[place].isSuccess
      || judge.size(row: index, around: original) < ledger.entries[place].size
  }

  private func record(_ index: Int, row: Int) {
    let place = places[row]
    let verdict = judge.verdict(row: index, label: Int(labels[row]), target: target(row: row))
    guard verdict.isSuccess || !ledger.entries[place].isSuccess else { return }
    if verdict.isSuccess {
      ledger.entries[place].size = judge.size(
        row: index, around: originals + place * iterates.columns)
    }
    ledger.entries[place].isSuccess = verdict.isSuccess
    ledger.entries[place].isPrecisionDependent = verdict.isPrecisionDependent
    ledger.entries[place].isSettled = verdict.isSuccess && !options.keepsSmallest
    let columns = iterates.columns
    (ledger.adversarial.pointer + place * columns).update(
      from: judge.inputs.pointer + index * columns, count: columns)
  }
}
