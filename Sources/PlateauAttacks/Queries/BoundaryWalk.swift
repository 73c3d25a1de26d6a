import PlateauNumerics
import PlateauRobustness

/// The walk of one shard along the boundary: rows in lock step, each with queries of its own.
///
/// All that is kept of a row lies in states of the trial, which move when other rows leave.
final class BoundaryWalk {
  /// How the walk of a row stands.
  struct Progress: BitwiseCopyable {
    /// Whether a point has reached the goal.
    var hasPoint = false
    /// The decisions asked so far.
    var spent = 0
    /// From the point to the example, under the norm.
    var distance = 0.0
    /// The ends of the interval that is halved, or the step that is.
    var low = 0.0
    var high = 0.0
    /// The probes of the present estimate, and those of them that reached the goal.
    var probes = 0
    var hits = 0
    /// Whether the row is in the present loop.
    var isBusy = false
  }

  let trial: Trial
  let attack: HopSkipJump
  let columns: Int
  /// The points of the rows, just beyond the boundary.
  let points: RowBuffer<Double>
  /// Sums over probes, then the direction of the step.
  let directions: RowBuffer<Double>
  /// Sums over the probes that reached the goal.
  let sums: RowBuffer<Double>
  let progress: RowRecords<Progress>
  let grid: PixelGrid
  let ball: any Ball
  /// The relative width of the interval at which a search for the boundary ends.
  let tolerance: Double
  /// The number of halvings that it takes.
  let halvings: Int

  init(_ trial: Trial, _ attack: HopSkipJump) {
    self.trial = trial
    self.attack = attack
    columns = trial.iterates.columns
    points = trial.vectors("points", columns: columns)
    directions = trial.vectors("directions", columns: columns)
    sums = trial.vectors("sums", columns: columns)
    progress = trial.records("progress", initially: Progress())
    grid = PixelGrid(trial.inputShape)
    ball = trial.threat.ball
    let count = Double(columns)
    tolerance = ball.isBox ? 1 / (count * count) : 1 / (count * count.squareRoot())
    // Below 2⁻²⁴ both ends of an interval round to the same floats.
    var halvings = 1
    while halvings < 24 && Double(sign: .plus, exponent: -halvings, significand: 1) > tolerance {
      halvings += 1
    }
    self.halvings = halvings
  }

  /// Whether a row has a point, and enough queries for another step.
  func isActive(_ row: Int) -> Bool {
    progress[row].hasPoint && remaining(row) > halvings + 1
  }

  func remaining(_ row: Int) -> Int { attack.queries - progress[row].spent }

  var isGoingOn: Bool { (0..<trial.count).contains(where: isActive) }

  /// Asks for the decisions at the iterates of the rows that are busy.
  func ask() {
    trial.evaluate { progress[$0].isBusy }
    for row in 0..<trial.count where progress[row].isBusy { progress[row].spent += 1 }
  }

  var isBusy: Bool { (0..<trial.count).contains { progress[$0].isBusy } }

  /// Hands the points to the harness; rows whose proposals succeed may leave.
  func propose() {
    for row in 0..<trial.count {
      let source = progress[row].hasPoint ? points : trial.origins
      trial.iterates.row(row).update(from: source.row(row), count: columns)
    }
    trial.propose()
  }

  // MARK: - Where it begins

  /// Draws points until one reaches the goal.
  func begin() {
    for row in 0..<trial.count {
      progress[row] = Progress()
    }
    for number in 0..<min(attack.tries, attack.queries) {
      for row in 0..<trial.count {
        progress[row].isBusy = !progress[row].hasPoint
        if progress[row].isBusy { draw(row, number) }
      }
      guard isBusy else { return }
      ask()
      for row in 0..<trial.count where progress[row].isBusy && trial.reachesGoal(row: row) {
        progress[row].hasPoint = true
        points.row(row).update(from: trial.iterates.row(row), count: columns)
      }
    }
  }

  private func draw(_ row: Int, _ number: Int) {
    let point = trial.iterates.row(row)
    let bounds = trial.threat.bounds
    trial.withGenerator(row: row) { generator in
      if let beginnings = attack.beginnings {
        let place = generator.below(beginnings.rows) * columns
        for index in 0..<columns { point[index] = Double(beginnings.elements[place + index]) }
        return
      }
      // Uniform noise is of few classes; coarser grains and black and white are of others.
      let grain = 1 << (number / 2 % 5)
      let isBinary = number % 2 == 1
      for channel in 0..<grid.channels {
        for top in stride(from: 0, to: grid.height, by: grain) {
          for left in stride(from: 0, to: grid.width, by: grain) {
            let unit = generator.uniform()
            let share = isBinary ? unit.rounded() : unit
            let value = rounded(
              bounds.lowerBound + trial.threat.width * share)
            for line in top..<min(top + grain, grid.height) {
              for column in left..<min(left + grain, grid.width) {
                point[grid.index(channel, line, column)] = value
              }
            }
          }
        }
      }
    }
  }

  /// The nearest float: what the harness judges is then what was asked.
  func rounded(_ value: Double) -> Double { Double(Float(value)) }
}
