import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import RealModule

/// What an automatic search remembers of each example: its best point, step size and counters.
///
/// Everything is kept in states of the trial, where it moves with the examples.
struct AutoStepMemory {
  private let trial: Trial
  private let rho: Double
  private let scalars: RowBuffer<Double>
  private let bestPoints: RowBuffer<Double>
  private let bestGradients: RowBuffer<Double>
  private let previous: RowBuffer<Double>
  private let steppedRow: RowBuffer<Double>

  /// The columns of `scalars`.
  private enum Column {
    static let current = 0
    static let last = 1
    static let best = 2
    static let bestAtCheck = 3
    static let size = 4
    static let rises = 5
    static let wasHalved = 6
    static let count = 7
  }

  init(_ trial: Trial, rho: Double) {
    self.trial = trial
    self.rho = rho
    let features = trial.iterates.columns
    scalars = trial.state(StateKey.scalars, columns: Column.count)
    bestPoints = trial.state(StateKey.bestPoints, columns: features)
    bestGradients = trial.state(StateKey.bestGradients, columns: features)
    previous = trial.state(StateKey.previous, columns: features)
    steppedRow = trial.state(StateKey.stepped, columns: features)
  }

  /// Notes the objective of every row, on a scale that does not end where a loss rounds to 0.
  func noteObjectives(of loss: LogitLoss) {
    let refines = loss == .crossEntropy && trial.options.rule != .naive
    for row in 0..<trial.count {
      scalars.row(row)[Column.current] =
        refines ? trial.logOdds(row: row) : trial.objectives.row(row)[0]
    }
  }

  /// Takes the iterates as the first points.
  func begin() {
    for row in 0..<trial.count {
      let values = scalars.row(row)
      values[Column.last] = values[Column.current]
      values[Column.bestAtCheck] = values[Column.current]
      values[Column.size] = 2 * trial.threat.epsilon
      values[Column.rises] = 0
      // As if it had just been halved: the first checkpoint asks only how often the objective rose.
      values[Column.wasHalved] = 1
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
        stepped, along: gradient.row(row), by: scalars.row(row)[Column.size], around: row)
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
      let values = scalars.row(row)
      if values[Column.current] > values[Column.last] { values[Column.rises] += 1 }
      values[Column.last] = values[Column.current]
      if values[Column.current] > values[Column.best] { keep(row) }
    }
  }

  /// Halves steps that were too long, and sends their rows back to the best point.
  ///
  /// The objective that the next step is compared with stays that of the point left, as in the
  /// authors' program.
  func check(window: Int) {
    let gradient = trial.gradient
    for row in 0..<trial.count {
      let values = scalars.row(row)
      let isRising = values[Column.rises] > rho * Double(window)
      let isStuck =
        values[Column.wasHalved] == 0 && !(values[Column.best] > values[Column.bestAtCheck])
      let halves = !isRising || isStuck
      values[Column.wasHalved] = halves ? 1 : 0
      values[Column.bestAtCheck] = values[Column.best]
      values[Column.rises] = 0
      guard halves else { continue }
      values[Column.size] /= 2
      copy(bestPoints, row, to: trial.iterates)
      copy(bestGradients, row, to: gradient)
    }
  }

  /// Puts every row at the best point that it met.
  func returnToBest() {
    for row in 0..<trial.count { copy(bestPoints, row, to: trial.iterates) }
  }

  private func keep(_ row: Int) {
    scalars.row(row)[Column.best] = scalars.row(row)[Column.current]
    copy(trial.iterates, row, to: bestPoints)
    copy(trial.gradient, row, to: bestGradients)
  }

  private func copy(_ source: RowBuffer<Double>, _ row: Int, to target: RowBuffer<Double>) {
    target.row(row).update(from: source.row(row), count: source.columns)
  }
}

/// The states that an automatic search keeps.
enum StateKey {
  static let ranking = 0
  static let scalars = 1
  static let bestPoints = 2
  static let bestGradients = 3
  static let previous = 4
  static let stepped = 5
}
