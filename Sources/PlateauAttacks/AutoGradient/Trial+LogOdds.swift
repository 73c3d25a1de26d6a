import PlateauNumerics

extension Trial {
  /// An increasing function of the cross-entropy objective of a row that never saturates.
  ///
  /// The cross-entropy is log(1 + exp s) with s = log Σ exp z_k − z_y over k ≠ y. It rounds to 0
  /// below s = −745, where s still tells points apart. Drawn to a class t the objective is minus the
  /// cross-entropy of t, and the function −s of t.
  func logOdds(row: Int) -> Double {
    let logits = logits.row(row)
    let own = isAimed ? Int(aims[row]) : Int(labels[row])
    var rival = -Double.infinity
    for index in 0..<classCount where index != own { rival = max(rival, logits[index]) }
    var sum = 0.0
    for index in 0..<classCount where index != own { sum += Elementary.exp(logits[index] - rival) }
    let odds = (rival - logits[own]) + Elementary.log(sum)
    return isAimed ? -odds : odds
  }
}
