/// When a log is to have its next line of progress: soon at first, and rarely in what takes long.
///
/// Times are seconds of any clock that does not go back.
package struct ProgressPace: Sendable {
  private var due: Double
  private var pause = Self.shortest
  /// The seconds between two lines, at first and at last.
  private static let (shortest, longest) = (5.0, 30.0)

  /// Begins to wait for the first line.
  package init(at time: Double) { due = time + Self.shortest }

  /// Whether a line is due; if so it counts as written, and the next one has longer to wait.
  package mutating func isDue(at time: Double) -> Bool {
    guard time >= due else { return false }
    pause = min(2 * pause, Self.longest)
    due = time + pause
    return true
  }

  /// Waits from a line of another kind on.
  package mutating func wait(from time: Double) { due = max(due, time + pause) }
}
