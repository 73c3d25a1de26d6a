import PlateauNumerics
import PlateauRobustness

/// The random changes of a square attack, under both norms.
final class SquareMoves {
  /// The best point of each row so far.
  let best: RowBuffer<Double>
  private let trial: Trial
  private let grid: PixelGrid
  private let norm: Norm
  private let epsilon: Double
  private let lower: Double
  private let upper: Double
  /// What keeps divisors from 0, tiny beside the box.
  private let tiny: Double
  private var share = -1.0
  private var size = PixelGrid.Size(height: 1, width: 1)
  private var pattern: [[Double]] = []

  init(_ trial: Trial) {
    self.trial = trial
    best = trial.state(0, columns: trial.iterates.columns)
    grid = PixelGrid(trial.inputShape)
    norm = trial.threat.norm
    epsilon = trial.threat.epsilon
    lower = trial.threat.bounds.lowerBound
    upper = trial.threat.bounds.upperBound
    tiny = 1e-12 * trial.threat.width
  }

  /// Sets the size of windows from the share of pixels that they cover.
  func resize(to share: Double) {
    guard share != self.share else { return }
    self.share = share
    switch norm {
    case .lInfinity: size = grid.size(covering: share)
    case .l2: size = grid.size(covering: share, least: 3, isOdd: true)
    }
    pattern = norm == .l2 ? patterns(size) : []
  }

  private func patterns(_ size: PixelGrid.Size) -> [[Double]] {
    let pattern = WindowPattern(size)
    return [pattern.values(isUpright: true), pattern.values(isUpright: false)]
  }

  /// Puts the iterate of a row where the search begins.
  func begin(row: Int) {
    trial.withGenerator(row: row) { generator in
      switch norm {
      case .lInfinity: drawStripes(row, &generator)
      case .l2: drawTiles(row, &generator)
      }
    }
  }

  /// Makes the iterate of a row from its best point by one random change.
  func move(row: Int) {
    trial.withGenerator(row: row) { generator in
      switch norm {
      case .lInfinity: recolor(row, &generator)
      case .l2: transfer(row, &generator)
      }
    }
  }

  // MARK: - ℓ∞

  private func drawStripes(_ row: Int, _ generator: inout SeededGenerator) {
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

  private func recolor(_ row: Int, _ generator: inout SeededGenerator) {
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

  // MARK: - ℓ2

  private func drawTiles(_ row: Int, _ generator: inout SeededGenerator) {
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

  private func transfer(_ row: Int, _ generator: inout SeededGenerator) {
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

  // MARK: - Both

  private func sign(_ generator: inout SeededGenerator) -> Double {
    generator.next() >> 63 == 0 ? 1 : -1
  }

  private func clipped(_ value: Double) -> Double { min(max(value, lower), upper) }
}
