import PlateauNumerics

extension Trial {
  /// Computes ``logits`` of some rows at their iterates, in the precision of the search.
  ///
  /// Only those rows count a query; the logits of the others are undefined afterwards.
  ///
  /// - Parameter isEvaluated: Whether a row is among them.
  public func evaluate(where isEvaluated: (Int) -> Bool) {
    let columns = iterates.columns
    var placed = 0
    for row in 0..<count where isEvaluated(row) {
      gathered.row(placed).update(from: iterates.row(row), count: columns)
      proposedRows[placed] = row
      placed += 1
      ledger.entries[places[row]].queries += 1
    }
    guard placed > 0 else { return }
    gathered.count = placed
    scorer.evaluate(gathered, into: gatheredLogits)
    for index in 0..<placed {
      logits.row(proposedRows[index]).update(from: gatheredLogits.row(index), count: classCount)
    }
  }
}
