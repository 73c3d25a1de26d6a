import PlateauNumerics
import PlateauRobustness

extension FastAdaptiveBoundary {
  /// Keeps the iterates that are adversarial and closer than any before.
  func keepClosest(_ trial: Trial, _ memory: Memory) {
    // Points are rounded to Float, and so may lie a little outside.
    let reach = trial.threat.epsilon * (1 + 0x1p-20)
    for row in 0..<trial.count {
      memory.found[row].isLatest = false
      guard trial.reachesGoal(row: row) else { continue }
      let size = distance(trial, row: row)
      guard size < memory.found[row].distance else { continue }
      memory.found[row].distance = size
      memory.found[row].isLatest = size <= reach
      memory.closest.row(row).update(
        from: trial.iterates.row(row), count: trial.iterates.columns)
    }
  }

  /// Proposes the closest adversarial point, or where the search ended.
  func finish(_ trial: Trial, _ memory: Memory) {
    if trial.options.keepsSmallest { approach(trial, memory) }
    for row in 0..<trial.count where memory.found[row].distance.isFinite {
      trial.iterates.row(row).update(
        from: memory.closest.row(row), count: trial.iterates.columns)
    }
    trial.propose()
  }

  /// Takes three steps of the secant rule from the closest point towards the example.
  private func approach(_ trial: Trial, _ memory: Memory) {
    let columns = trial.iterates.columns
    trial.iterates.pointer.update(from: trial.origins.pointer, count: trial.count * columns)
    trial.evaluate()
    for row in 0..<trial.count { memory.found[row].marginOfExample = trial.margin(row: row) }
    for _ in 0..<3 {
      for row in 0..<trial.count where memory.found[row].distance.isFinite {
        trial.iterates.row(row).update(from: memory.closest.row(row), count: columns)
      }
      trial.evaluate()
      for row in 0..<trial.count where memory.found[row].distance.isFinite {
        let here = trial.margin(row: row)
        let there = memory.found[row].marginOfExample
        let share = here > there ? min(max(here / (here - there), 0), 1) : 0
        let iterate = trial.iterates.row(row)
        let origin = trial.origins.row(row)
        for index in 0..<columns { iterate[index] += share * (origin[index] - iterate[index]) }
        trial.roundToSingle(row: row)
      }
      trial.evaluate()
      keepClosest(trial, memory)
    }
  }
}
