/// Shows progress on standard error: one live line on a terminal, plain lines otherwise.
final class ProgressDisplay {
  private let isQuiet: Bool
  private let isLive: Bool
  private let clock = ContinuousClock()
  private var shown: ContinuousClock.Instant?
  private var hasLine = false
  /// Live lines are drawn at most this often.
  private static let interval = Duration.milliseconds(100)

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isLive = !isQuiet && StandardError.isTerminal
  }

  /// Replaces the live line, unless it was drawn a moment ago.
  ///
  /// - Parameters:
  ///   - fraction: The share that is done.
  ///   - text: What follows the bar; made only when it is shown.
  func update(_ fraction: Double, _ text: () -> String) {
    guard isLive else { return }
    let now = clock.now
    if let shown, now - shown < Self.interval { return }
    shown = now
    let cells = 24
    let filled = max(0, min(cells, Int(fraction * Double(cells))))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
    let line = "\(bar) \(text())".prefix(StandardError.width - 1)
    StandardError.write("\r\u{1b}[2K\(line)")
    hasLine = true
  }

  /// Prints a line that stays.
  func note(_ text: String) {
    guard !isQuiet else { return }
    clear()
    StandardError.write(text + "\n")
  }

  /// Removes the live line.
  func clear() {
    guard hasLine else { return }
    StandardError.write("\r\u{1b}[2K")
    hasLine = false
    shown = nil
  }
}
