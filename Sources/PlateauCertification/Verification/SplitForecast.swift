import PlateauNumerics

/// What it has taken to raise the lowest bound of all subproblems, from which follows what it will take.
struct SplitForecast {
  /// The number of subproblems to begin with.
  let roots: Int
  /// Their lowest bound.
  let start: Double
  /// The subproblems that have been bounded since.
  private(set) var subproblems = 0
  /// What these have taken, in products.
  private(set) var work = 0.0

  /// Begins with the subproblems that wait.
  init(_ queue: PartQueue<Subproblem>) {
    (roots, start) = (queue.count, queue.lowest)
  }

  /// Adds what a round has taken.
  mutating func add(subproblems: Int, work: Double) {
    self.subproblems += subproblems
    self.work += work
  }

  /// The work until the lowest bound is above 0, if each level of the tree goes on raising it by as much
  /// as those before; 0 while too few subproblems tell.
  func remaining(_ lowest: Double) -> Double {
    guard subproblems >= Self.fewest, lowest <= 0 else { return 0 }
    guard lowest > start else { return .infinity }
    let levels = Elementary.log2(1 + Double(subproblems) / Double(max(1, roots)))
    return work * Elementary.exp2(levels * -lowest / (lowest - start))
  }

  private static var fewest: Int { 512 }
}
