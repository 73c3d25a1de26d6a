import PlateauNumerics

extension Trial {
  /// Lets rows leave whose search has ended, even where examples do not leave early.
  ///
  /// What has been proposed for them stays. An attack of one start only may call it.
  func dismiss(where isFinished: (Int) -> Bool) {
    var leaves = false
    for row in 0..<count where isFinished(row) {
      ledger.entries[places[row]].isSettled = true
      leaves = true
    }
    if leaves { compact() }
  }
}

extension Trial {
  /// Rounds an iterate to Float as proposals are, so that what holds of it holds of the proposal.
  func roundToSingle(row: Int) {
    let iterate = iterates.row(row)
    for index in 0..<iterates.columns { iterate[index] = Double(Float(iterate[index])) }
  }
}
