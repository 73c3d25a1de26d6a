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
      let isBusy = self[row, .hasPoint] == 1 && remaining(row) >= halvings
      self[row, .isBusy] = isBusy ? 1 : 0
      self[row, .low] = 0
      self[row, .high] = 1
      self[row, .distance] = distance(row, points)
      // The sums are free between steps: here lies the point from which the halving began.
      if isBusy { sums.row(row).update(from: points.row(row), count: columns) }
    }
    for _ in 0..<halvings {
      for row in 0..<trial.count where self[row, .isBusy] == 1 {
        place(row, at: (self[row, .low] + self[row, .high]) / 2)
      }
      ask()
      for row in 0..<trial.count where self[row, .isBusy] == 1 {
        let middle = (self[row, .low] + self[row, .high]) / 2
        guard trial.reachesGoal(row: row) else {
          self[row, .low] = middle
          continue
        }
        self[row, .high] = middle
        points.row(row).update(from: trial.iterates.row(row), count: columns)
      }
    }
    for row in 0..<trial.count { self[row, .distance] = distance(row, points) }
  }

  /// Puts an iterate on the way from the example, at 0, to where the halving began, at 1.
  private func place(_ row: Int, at share: Double) {
    let target = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let far = sums.row(row)
    let reach = share * self[row, .distance]
    for index in 0..<columns {
      let change = far[index] - origin[index]
      let moved = isMaximum ? min(max(change, -reach), reach) : share * change
      target[index] = rounded(origin[index] + moved)
    }
  }

  private func distance(_ row: Int, _ points: RowBuffer<Double>) -> Double {
    let point = points.row(row)
    let origin = trial.origins.row(row)
    guard isMaximum else {
      return Double.kernels.squaredDistance(Int64(columns), point, origin).squareRoot()
    }
    var largest = 0.0
    for index in 0..<columns { largest = max(largest, (point[index] - origin[index]).magnitude) }
    return largest
  }

  // MARK: - Along it

  /// Estimates the direction in which the goal lies from the decisions around each point.
  func estimate(step: Int) {
    let most = min(
      Int(Double(attack.initialProbes) * Double(step).squareRoot()), attack.largestProbes)
    for row in 0..<trial.count {
      self[row, .probes] = 0
      self[row, .hits] = 0
      directions.row(row).clear(count: columns)
      sums.row(row).clear(count: columns)
    }
    for _ in 0..<most {
      for row in 0..<trial.count {
        self[row, .isBusy] = isActive(row) ? 1 : 0
        if isActive(row) { scatter(row, step) }
      }
      guard isBusy else { break }
      ask()
      for row in 0..<trial.count where self[row, .isBusy] == 1 { add(row) }
    }
    for row in 0..<trial.count where self[row, .probes] > 0 { finish(row) }
  }

  /// Puts an iterate at a random point around the row's point.
  private func scatter(_ row: Int, _ step: Int) {
    let target = trial.iterates.row(row)
    var squares = 0.0
    trial.withGenerator(row: row) { generator in
      for index in 0..<columns {
        let value = isMaximum ? generator.uniform(-1, 1) : generator.normal()
        target[index] = value
        squares += value * value
      }
    }
    let reach =
      step == 1
      ? 0.1 * trial.threat.width : self[row, .distance] / Double(columns)
    let scale = reach / max(squares.squareRoot(), 0x1p-500)
    let point = points.row(row)
    for index in 0..<columns { target[index] = point[index] + scale * target[index] }
    trial.clip(target)
  }

  private func add(_ row: Int) {
    let probe = trial.iterates.row(row)
    let point = points.row(row)
    let total = directions.row(row)
    self[row, .probes] += 1
    for index in 0..<columns { total[index] += probe[index] - point[index] }
    guard trial.reachesGoal(row: row) else { return }
    self[row, .hits] += 1
    let sum = sums.row(row)
    for index in 0..<columns { sum[index] += probe[index] - point[index] }
  }

  /// Turns the sums into the mean of (decision − mean decision) · probe, decisions being ±1.
  private func finish(_ row: Int) {
    let direction = directions.row(row)
    let sum = sums.row(row)
    let share = self[row, .hits] / self[row, .probes]
    var squares = 0.0
    for index in 0..<columns {
      // Where all decisions agree the mean is not taken off, since nothing would be left.
      if share == 0 {
        direction[index] = -direction[index]
      } else if share < 1 {
        direction[index] = sum[index] - share * direction[index]
      }
      squares += direction[index] * direction[index]
    }
    let scale = 1 / max(squares.squareRoot(), 0x1p-500)
    for index in 0..<columns {
      let value = direction[index]
      direction[index] = isMaximum ? (value > 0 ? 1 : value < 0 ? -1 : 0) : value * scale
    }
  }

  /// Moves points along their directions, by the distance over √t, halved until the goal is kept.
  func jump(step: Int) {
    for row in 0..<trial.count {
      self[row, .isBusy] = isActive(row) ? 1 : 0
      self[row, .low] = self[row, .distance] / Double(step).squareRoot()
    }
    while isBusy {
      for row in 0..<trial.count where self[row, .isBusy] == 1 {
        place(row, along: self[row, .low])
      }
      ask()
      for row in 0..<trial.count where self[row, .isBusy] == 1 {
        if trial.reachesGoal(row: row) {
          points.row(row).update(from: trial.iterates.row(row), count: columns)
          self[row, .isBusy] = 0
        } else {
          self[row, .low] /= 2
          if !isActive(row) { self[row, .isBusy] = 0 }
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
