/// The line that says how far a long command has come, and how long it will take.
///
/// Times are seconds of any clock that does not go back.
package struct ProgressLine: Sendable {
  private var first: (time: Double, share: Double)?
  private var latest: (time: Double, share: Double)?
  /// What is being done.
  public private(set) var activity = ""

  /// Begins with nothing known.
  package init() {}

  /// Whether anything is known.
  package var isEmpty: Bool { first == nil }

  /// The share that is done, from 0 to 1; nil where it is unknown.
  public var share: Double? { latest?.share }

  /// Takes what is known.
  ///
  /// - Parameters:
  ///   - share: The share that is done, from 0 to 1; nil where it is unknown.
  ///   - activity: What is being done.
  ///   - time: The time.
  package mutating func update(_ share: Double?, _ activity: String, at time: Double) {
    self.activity = activity
    guard let share else {
      latest = nil
      first = (time, 0)
      return
    }
    // A share that falls is of something else.
    if first == nil || share < latest?.share ?? 0 { first = (time, share) }
    latest = (time, min(max(share, 0), 1))
  }

  /// The seconds that are left if all goes on as it did; nil while too little is done to tell.
  package func secondsLeft(at time: Double) -> Double? {
    guard let first, let latest, latest.share < 1 else { return nil }
    let (elapsed, done) = (time - first.time, latest.share - first.share)
    guard elapsed >= 1, done >= 0.005 else { return nil }
    // Since the share was known it is taken to have gone on.
    let rate = done / max(latest.time - first.time, 1)
    return max(0, (1 - latest.share) / rate - (time - latest.time))
  }

  /// A line of its own, as `12 %  pgd, ε 0.1  3 min 05 s left`.
  package func plain(at time: Double) -> String {
    ([percent, activity].compactMap(\.self) + [remaining(at: time)].compactMap(\.self))
      .joined(separator: "  ")
  }

  /// A bar, the time left and the activity, which a narrow terminal cuts off.
  package func live(at time: Double) -> String {
    let cells = 24
    let filled = max(0, min(cells, Int((latest?.share ?? 0) * Double(cells))))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
    return [bar, remaining(at: time), activity].compactMap(\.self).joined(separator: "  ")
  }

  private var percent: String? { latest.map { "\(Int($0.share * 100)) %" } }

  private func remaining(at time: Double) -> String? {
    secondsLeft(at: time).map { "\(NumberText.duration(seconds: $0)) left" }
  }
}
