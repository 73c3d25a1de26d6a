import PlateauNumerics
import PlateauRobustness

extension BoundaryWalk {
  // MARK: - To the boundary

  /// Moves points towards their examples, to the boundary, by halving.
  ///
  /// The way is the straight line in ℓ2; in ℓ∞ the point is projected into smaller and smaller
  /// boxes around the example.
  func approach() {
    for row in 0..<trial.count {
      let isBusy = progress[row].hasPoint && remaining(row) >= halvings
      progress[row].isBusy = isBusy
      progress[row].low = 0
      progress[row].high = 1
      progress[row].distance = distance(row, points)
      // The sums are free between steps: here lies the point from which the halving began.
      if isBusy { sums.row(row).update(from: points.row(row), count: columns) }
    }
    for _ in 0..<halvings {
      for row in 0..<trial.count where progress[row].isBusy {
        place(row, at: (progress[row].low + progress[row].high) / 2)
      }
      ask()
      for row in 0..<trial.count where progress[row].isBusy {
        let middle = (progress[row].low + progress[row].high) / 2
        guard trial.reachesGoal(row: row) else {
          progress[row].low = middle
          continue
        }
        progress[row].high = middle
        points.row(row).update(from: trial.iterates.row(row), count: columns)
      }
    }
    for row in 0..<trial.count { progress[row].distance = distance(row, points) }
  }

  /// Puts an iterate on the way from the example, at 0, to where the halving began, at 1.
  private func place(_ row: Int, at share: Double) {
    let target = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let far = sums.row(row)
    let reach = share * progress[row].distance
    let isBox = ball.isBox
    for index in 0..<columns {
      let change = far[index] - origin[index]
      let moved = isBox ? min(max(change, -reach), reach) : share * change
      target[index] = rounded(origin[index] + moved)
    }
  }

  private func distance(_ row: Int, _ points: RowBuffer<Double>) -> Double {
    ball.distance(from: points.row(row), to: trial.origins.row(row), count: columns)
  }

  // MARK: - Along it

  /// Estimates the direction in which the goal lies from the decisions around each point.
  func estimate(step: Int) {
    let most = min(
      Int(Double(attack.initialProbes) * Double(step).squareRoot()), attack.largestProbes)
    for row in 0..<trial.count {
      progress[row].probes = 0
      progress[row].hits = 0
      directions.row(row).clear(count: columns)
      sums.row(row).clear(count: columns)
    }
    for _ in 0..<most {
      for row in 0..<trial.count {
        progress[row].isBusy = isActive(row)
        if isActive(row) { scatter(row, step) }
      }
      guard isBusy else { break }
      ask()
      for row in 0..<trial.count where progress[row].isBusy { add(row) }
    }
    for row in 0..<trial.count where progress[row].probes > 0 { finish(row) }
  }

  /// Puts an iterate at a random point around the row's point.
  private func scatter(_ row: Int, _ step: Int) {
    let target = trial.iterates.row(row)
    var squares = 0.0
    trial.withGenerator(row: row) { generator in
      _ = ball.drawDirection(into: target, count: columns, using: &generator)
    }
    for index in 0..<columns { squares += target[index] * target[index] }
    let reach =
      step == 1
      ? 0.1 * trial.threat.width : progress[row].distance / Double(columns)
    let scale = reach / max(squares.squareRoot(), 0x1p-500)
    let point = points.row(row)
    for index in 0..<columns { target[index] = point[index] + scale * target[index] }
    trial.clip(target)
  }

  private func add(_ row: Int) {
    let probe = trial.iterates.row(row)
    let point = points.row(row)
    let total = directions.row(row)
    progress[row].probes += 1
    for index in 0..<columns { total[index] += probe[index] - point[index] }
    guard trial.reachesGoal(row: row) else { return }
    progress[row].hits += 1
    let sum = sums.row(row)
    for index in 0..<columns { sum[index] += probe[index] - point[index] }
  }

  /// Turns the sums into the mean of (decision − mean decision) · probe, decisions being ±1.
  private func finish(_ row: Int) {
    let direction = directions.row(row)
    let sum = sums.row(row)
    let share = Double(progress[row].hits) / Double(progress[row].probes)
    for index in 0..<columns {
      // Where all decisions agree the mean is not taken off, since nothing would be left.
      if share == 0 {
        direction[index] = -direction[index]
      } else if share < 1 {
        direction[index] = sum[index] - share * direction[index]
      }
    }
    ball.normalize(direction, count: columns)
  }

  /// Moves points along their directions, by the distance over √t, halved until the goal is kept.
  func jump(step: Int) {
    for row in 0..<trial.count {
      progress[row].isBusy = isActive(row)
      progress[row].low = progress[row].distance / Double(step).squareRoot()
    }
    while isBusy {
      for row in 0..<trial.count where progress[row].isBusy {
        place(row, along: progress[row].low)
      }
      ask()
      for row in 0..<trial.count where progress[row].isBusy {
        if trial.reachesGoal(row: row) {
          points.row(row).update(from: trial.iterates.row(row), count: columns)
          progress[row].isBusy = false
        } else {
          progress[row].low /= 2
          if !isActive(row) { progress[row].isBusy = false }
        }
      }
    }
  }

  private func place(_ row: Int, along size: Double) {
    let target = trial.iterates.row(row)
    let point = points.row(row)
    let direction = directions.row(row)
    for index in 0..<columns { target[index] = point[index] + size * direction[index] }
    trial.clip(target)
    for index in 0..<columns { target[index] = rounded(target[index]) }
  }
}
