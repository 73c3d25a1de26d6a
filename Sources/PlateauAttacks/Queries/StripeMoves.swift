import PlateauNumerics
import PlateauRobustness

/// Changes in balls that are boxes: from vertical stripes of ±ε, windows are set to +ε or −ε.
final class StripeMoves: SquareMoves {
  let trial: Trial
  let grid: PixelGrid
  let best: RowBuffer<Double>
  private let epsilon: Double
  private var size = PixelGrid.Size(height: 1, width: 1)

  init(_ trial: Trial) {
    self.trial = trial
    best = trial.vectors("best", columns: trial.iterates.columns)
    grid = PixelGrid(trial.inputShape)
    epsilon = trial.threat.epsilon
  }

  func resize(to share: Double) { size = grid.size(covering: share) }

  func begin(row: Int, using generator: inout SeededGenerator) {
    let point = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    for channel in 0..<grid.channels {
      for column in 0..<grid.width {
        let change = sign(&generator) * epsilon
        for line in 0..<grid.height {
          let index = grid.index(channel, line, column)
          point[index] = clipped(origin[index] + change)
        }
      }
    }
  }

  func move(row: Int, using generator: inout SeededGenerator) {
    let point = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let best = best.row(row)
    point.update(from: best, count: trial.iterates.columns)
    let window = grid.randomWindow(size, using: &generator)
    // A change that changes nothing is drawn again, as in the published code.
    for _ in 0..<8 {
      var isChanged = false
      for channel in 0..<grid.channels {
        let change = sign(&generator) * epsilon
        for line in window.rows {
          let first = grid.index(channel, line, 0)
          for index in first + window.left..<first + window.left + window.size.width {
            let value = clipped(origin[index] + change)
            isChanged = isChanged || value != best[index]
            point[index] = value
          }
        }
      }
      if isChanged { return }
    }
  }
}
