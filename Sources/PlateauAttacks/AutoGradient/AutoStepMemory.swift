import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import RealModule

/// What an automatic search remembers of each example: its best point, step size and counters.
///
/// Everything is kept in the trial, where it moves with the examples.
struct AutoStepMemory {
  private let trial: Trial
  private let rho: Double
  private let progress: RowRecords<Progress>
  private let bestPoints: RowBuffer<Double>
  private let bestGradients: RowBuffer<Double>
  private let previous: RowBuffer<Double>
  private let steppedRow: RowBuffer<Double>

  /// How the search of an example stands.
  private struct Progress: BitwiseCopyable {
    /// The objectives at the iterate, at the one before, at the best point, and at what was the best
    /// point at the last checkpoint.
    var current = 0.0
    var last = 0.0
    var best = 0.0
    var bestAtCheck = 0.0
    /// The size of steps.
    var size = 0.0
    /// How often the objective rose since the last checkpoint.
    var rises = 0
    var wasHalved = false
  }

  init(_ trial: Trial, rho: Double) {
    self.trial = trial
    self.rho = rho
    let features = trial.iterates.columns
    progress = trial.records("progress", initially: Progress())
    bestPoints = trial.vectors("bestPoints", columns: features)
    bestGradients = trial.vectors("bestGradients", columns: features)
    previous = trial.vectors("previous", columns: features)
    steppedRow = trial.vectors("stepped", columns: features)
  }

  /// Notes the objective of every row, on a scale that does not end where a loss rounds to 0.
  func noteObjectives(of loss: LogitLoss) {
    let refines = loss == .crossEntropy && trial.options.rule != .naive
    for row in 0..<trial.count {
      progress[row].current =
        refines ? trial.logOdds(row: row) : trial.objectives.row(row)[0]
    }
  }

  /// Takes the iterates as the first points.
  func begin() {
    for row in 0..<trial.count {
      let current = progress[row].current
      // As if it had just been halved: the first checkpoint asks only how often the objective rose.
      progress[row] = Progress(
        current: current, last: current, bestAtCheck: current, size: 2 * trial.threat.epsilon,
        wasHalved: true)
      keep(row)
      copy(trial.iterates, row, to: previous)
    }
  }

  /// Steps along the gradient, and on along the last move by a share.
  func move(momentum: Double) {
    let columns = trial.iterates.columns
    let gradient = trial.gradient
    let stepped = steppedRow.row(0)
    for row in 0..<trial.count {
      let point = trial.iterates.row(row)
      let old = previous.row(row)
      stepped.update(from: point, count: columns)
      trial.step(
        stepped, along: gradient.row(row), by: progress[row].size, around: row)
      for column in 0..<columns {
        let here = point[column]
        point[column] =
          here + (stepped[column] - here) * (1 - momentum) + (here - old[column]) * momentum
        old[column] = here
      }
      trial.project(point, around: row)
    }
  }

  /// Compares the objectives just computed with those before.
  func keepBest() {
    for row in 0..<trial.count {
      if progress[row].current > progress[row].last { progress[row].rises += 1 }
      progress[row].last = progress[row].current
      if progress[row].current > progress[row].best { keep(row) }
    }
  }

  /// Halves steps that were too long, and sends their rows back to the best point.
  ///
  /// The objective that the next step is compared with stays that of the point left, as in the
  /// authors' program.
  func check(window: Int) {
    let gradient = trial.gradient
    for row in 0..<trial.count {
      let isRising = Double(progress[row].rises) > rho * Double(window)
      let isStuck =
        !progress[row].wasHalved && !(progress[row].best > progress[row].bestAtCheck)
      let halves = !isRising || isStuck
      progress[row].wasHalved = halves
      progress[row].bestAtCheck = progress[row].best
      progress[row].rises = 0
      guard halves else { continue }
      progress[row].size /= 2
      copy(bestPoints, row, to: trial.iterates)
      copy(bestGradients, row, to: gradient)
    }
  }

  /// Puts every row at the best point that it met.
  func returnToBest() {
    for row in 0..<trial.count { copy(bestPoints, row, to: trial.iterates) }
  }

  private func keep(_ row: Int) {
    progress[row].best = progress[row].current
    copy(trial.iterates, row, to: bestPoints)
    copy(trial.gradient, row, to: bestGradients)
  }

  private func copy(_ source: RowBuffer<Double>, _ row: Int, to target: RowBuffer<Double>) {
    target.row(row).update(from: source.row(row), count: source.columns)
  }
}
