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
  /// Proposes the rows whose latest logits, of the real model, reach the goal.
  func proposeReached() { propose { reachesGoal(row: $0) } }
}
