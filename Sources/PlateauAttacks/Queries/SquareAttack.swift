import PlateauNumerics
import PlateauRobustness

/// Random search that changes one square of the image at a time, and keeps what brings another
/// class nearer; it needs logits and no gradient.
///
/// The margin z_y − max_{k≠y} z_k is lowered, or max_{k≠t} z_k − z_t towards a target t. In ℓ∞ the
/// search starts from vertical stripes of ±ε and sets windows to +ε or −ε; in ℓ2 it starts from a
/// grid of bumps and moves the length of one window to another. The size of windows falls in the
/// published steps, rescaled to the number of queries. A vector whose length is a square is read as
/// an image, any other as one row of pixels.
///
/// Source: M. Andriushchenko et al., "Square Attack: a query-efficient black-box adversarial attack
/// via random search", 2020, algorithms 1 to 3; the rescaled schedule is that of AutoAttack (F. Croce
/// and M. Hein, "Reliable evaluation of adversarial robustness with an ensemble of diverse
/// parameter-free attacks", 2020).
public struct SquareAttack: Attack {
  /// `square`.
  public var name: String { "square" }
  /// Queries, restarts and the first share of pixels.
  public var parameters: String { "queries=\(queries) restarts=\(restarts) p=\(initialShare)" }
  /// The number of changes that each start tries, at least 1.
  public let queries: Int
  /// The number of starts, at least 1.
  public let restarts: Int
  /// The share p of the pixels that the first windows cover, in `0...1`.
  public let initialShare: Double

  /// Creates the attack.
  ///
  /// - Precondition: `queries` and `restarts` are positive, and `initialShare` lies in `0...1`.
  public init(queries: Int = 5000, restarts: Int = 1, initialShare: Double = 0.8) {
    precondition(queries >= 1 && restarts >= 1, "at least one query from one start")
    precondition((0...1).contains(initialShare), "a share is from 0 to 1")
    self.queries = queries
    self.restarts = restarts
    self.initialShare = initialShare
  }

  /// The number of restarts.
  public var starts: Int { restarts }

  /// Tries its queries from one start, and proposes what reaches the goal or comes nearest.
  public func search(_ trial: Trial, start: Int) {
    guard trial.count > 0 else { return }
    let moves = trial.squareMoves()
    let best = moves.best
    let margins = trial.records("margins", initially: Double.infinity)
    for row in 0..<trial.count {
      margins[row] = .infinity
      trial.withGenerator(row: row) { moves.begin(row: row, using: &$0) }
    }
    keepBetter(trial, best, margins)
    for query in 0..<queries where trial.count > 0 {
      moves.resize(to: share(of: query))
      for row in 0..<trial.count {
        trial.withGenerator(row: row) { moves.move(row: row, using: &$0) }
      }
      keepBetter(trial, best, margins)
    }
    // Rows that left have moved the others up, with their best points.
    for row in 0..<trial.count {
      trial.iterates.row(row).update(from: best.row(row), count: trial.iterates.columns)
    }
    trial.propose()
  }

  /// Evaluates the iterates, keeps those with a lower margin, and proposes what reaches the goal.
  private func keepBetter(_ trial: Trial, _ best: RowBuffer<Double>, _ margins: RowRecords<Double>)
  {
    trial.evaluate()
    for row in 0..<trial.count {
      let margin = -trial.margin(row: row)
      guard margin < margins[row] || trial.reachesGoal(row: row) else { continue }
      margins[row] = min(margin, margins[row])
      best.row(row).update(from: trial.iterates.row(row), count: trial.iterates.columns)
    }
    if trial.options.leavesEarly { trial.propose { trial.reachesGoal(row: $0) } }
  }

  /// Where the share halves, in parts of 10,000 queries.
  private static let halvingPlaces = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000]

  /// The share of the pixels that windows cover at a query.
  func share(of query: Int) -> Double {
    let place = Int(Double(query) / Double(queries) * 10_000)
    var halvings = 0
    for end in Self.halvingPlaces where place > end { halvings += 1 }
    return initialShare / Double(1 << halvings)
  }
}
