import PlateauNumerics
import PlateauRobustness

/// Changes in other balls: from a grid of bumps, the length of one window moves to another.
final class BumpMoves: SquareMoves {
  let trial: Trial
  let grid: PixelGrid
  let best: RowBuffer<Double>
  private let epsilon: Double
  /// What keeps divisors from 0, tiny beside the box.
  private let tiny: Double
  private var share = -1.0
  private var size = PixelGrid.Size(height: 1, width: 1)
  private var pattern: [[Double]] = []

  init(_ trial: Trial) {
    self.trial = trial
    best = trial.vectors("best", columns: trial.iterates.columns)
    grid = PixelGrid(trial.inputShape)
    epsilon = trial.threat.epsilon
    tiny = 1e-12 * trial.threat.width
  }

  func resize(to share: Double) {
    guard share != self.share else { return }
    self.share = share
    size = grid.size(covering: share, least: 3, isOdd: true)
    pattern = patterns(size)
  }

  private func patterns(_ size: PixelGrid.Size) -> [[Double]] {
    let pattern = WindowPattern(size)
    return [pattern.values(isUpright: true), pattern.values(isUpright: false)]
  }

  func begin(row: Int, using generator: inout SeededGenerator) {
    let delta = trial.iterates.row(row)
    delta.clear(count: trial.iterates.columns)
    let tile = PixelGrid.Size(height: max(1, grid.height / 5), width: max(1, grid.width / 5))
    let patterns = patterns(tile)
    let firstRow = max(0, grid.height - 5 * tile.height) / 2
    let firstColumn = max(0, grid.width - 5 * tile.width) / 2
    for top in stride(from: firstRow, through: grid.height - tile.height, by: tile.height) {
      for left in stride(from: firstColumn, through: grid.width - tile.width, by: tile.width) {
        let values = patterns[Int(generator.next() >> 63)]
        for channel in 0..<grid.channels {
          let sign = sign(&generator)
          for (place, value) in values.enumerated() {
            let (line, column) = (place / tile.width, place % tile.width)
            delta[grid.index(channel, top + line, left + column)] += sign * value
          }
        }
      }
    }
    // Patterns have no unit yet.
    finish(row, tiny: 1e-12)
  }

  func move(row: Int, using generator: inout SeededGenerator) {
    let delta = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let best = best.row(row)
    var total = 0.0
    for index in 0..<trial.iterates.columns {
      delta[index] = best[index] - origin[index]
      total += delta[index] * delta[index]
    }
    let target = grid.randomWindow(size, using: &generator)
    let source = grid.randomWindow(size, using: &generator)
    let values = pattern[Int(generator.next() >> 63)]
    let spare = max(epsilon * epsilon - total, 0) / Double(grid.channels)
    for channel in 0..<grid.channels {
      // Both windows, their common part once.
      let inTarget = length(delta, target, channel)
      var both = inTarget * inTarget
      forEach(source, channel) { index, line, column in
        if !(target.rows.contains(line) && target.columns.contains(column)) {
          both += delta[index] * delta[index]
        }
      }
      let sign = sign(&generator)
      let scale = 1 / (tiny + inTarget)
      forEach(target, channel) { index, line, column in
        let place = (line - target.top) * target.size.width + column - target.left
        delta[index] = delta[index] * scale + sign * values[place]
      }
      forEach(source, channel) { index, line, column in
        if !(target.rows.contains(line) && target.columns.contains(column)) { delta[index] = 0 }
      }
      // What is in the window has no unit until then.
      let factor = (spare + both).squareRoot() / (1e-12 + length(delta, target, channel))
      forEach(target, channel) { index, _, _ in delta[index] *= factor }
    }
    finish(row, tiny: tiny)
  }

  /// Turns the perturbation in an iterate into a point at distance epsilon, clipped to the box.
  private func finish(_ row: Int, tiny: Double) {
    let point = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    var total = 0.0
    for index in 0..<trial.iterates.columns { total += point[index] * point[index] }
    let scale = epsilon / (tiny + total.squareRoot())
    for index in 0..<trial.iterates.columns {
      point[index] = clipped(origin[index] + scale * point[index])
    }
  }

  private func length(
    _ delta: UnsafePointer<Double>, _ window: PixelGrid.Window, _ channel: Int
  ) -> Double {
    var total = 0.0
    forEach(window, channel) { index, _, _ in total += delta[index] * delta[index] }
    return total.squareRoot()
  }

  @inline(__always)
  private func forEach(
    _ window: PixelGrid.Window, _ channel: Int, _ body: (Int, Int, Int) -> Void
  ) {
    for line in window.rows {
      for column in window.columns { body(grid.index(channel, line, column), line, column) }
    }
  }
}
