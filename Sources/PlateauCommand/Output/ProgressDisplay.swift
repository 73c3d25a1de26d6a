import Plateau
import Synchronization

/// Shows progress on standard error: one live line on a terminal; elsewhere a plain line now and then,
/// by a clock of its own, so that a long step does not look like a halt; or as lines of the protocol.
final class ProgressDisplay: Sendable {
  private struct State {
    var line = ProgressLine()
    var shown: ContinuousClock.Instant?
    var pace = ProgressPace(at: 0)
    var hasLine = false
    var ticker: Task<Void, Never>?
  }

  private let isQuiet: Bool
  private let isLive: Bool
  private let clock = ContinuousClock()
  private let begin = ContinuousClock.now
  private let state = Mutex(State())
  /// Live lines are drawn at most this often.
  private static let interval = Duration.milliseconds(100)

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isLive = !isQuiet && (LineProtocol.isSpoken || StandardError.isTerminal)
  }

  /// Takes what is being done, and shows it unless something was shown a moment ago.
  ///
  /// - Parameters:
  ///   - fraction: The share that is done; nil where it is unknown.
  ///   - text: What is being done; made only now and then.
  func update(_ fraction: Double?, _ text: () -> String) {
    guard !isQuiet else { return }
    let now = clock.now
    state.withLock { state in
      let isDue = state.shown.map { now - $0 >= Self.interval } ?? true
      guard isDue || !isLive else { return }
      state.line.update(fraction, text(), at: seconds(now))
      show(&state, now)
      if state.ticker == nil { state.ticker = ticker() }
    }
  }

  /// Prints a line that stays.
  func note(_ text: String) {
    guard !isQuiet else { return }
    state.withLock { state in
      erase(&state)
      if LineProtocol.isSpoken {
        LineProtocol.send(LineProtocol.Log(text: text))
      } else {
        StandardError.write(text + "\n")
      }
      state.shown = clock.now
      state.pace.wait(from: seconds(clock.now))
    }
  }

  /// Removes the live line, and shows no more.
  func clear() {
    state.withLock { state in
      erase(&state)
      state.ticker?.cancel()
      state.ticker = nil
      state.line = ProgressLine()
      state.shown = nil
      state.pace = ProgressPace(at: seconds(clock.now))
    }
  }

  private func seconds(_ time: ContinuousClock.Instant) -> Double { (time - begin) / .seconds(1) }

  /// Shows what is known where it is looked for.
  private func show(_ state: inout State, _ now: ContinuousClock.Instant) {
    if LineProtocol.isSpoken {
      send(&state, now)
    } else if isLive {
      draw(&state, now)
    } else {
      print(&state, now)
    }
  }

  /// Tells the program that runs this one.
  private func send(_ state: inout State, _ now: ContinuousClock.Instant) {
    let time = seconds(now)
    LineProtocol.send(
      LineProtocol.Progress(
        share: state.line.share, activity: state.line.activity, text: state.line.live(at: time)))
    state.shown = now
  }

  private func draw(_ state: inout State, _ now: ContinuousClock.Instant) {
    let line = state.line.live(at: seconds(now)).prefix(StandardError.width - 1)
    StandardError.write("\r\u{1b}[2K\(line)")
    state.shown = now
    state.hasLine = true
  }

  /// Prints the line where one is due.
  private func print(_ state: inout State, _ now: ContinuousClock.Instant) {
    guard state.pace.isDue(at: seconds(now)) else { return }
    StandardError.write(state.line.plain(at: seconds(now)) + "\n")
  }

  private func erase(_ state: inout State) {
    guard state.hasLine else { return }
    StandardError.write("\r\u{1b}[2K")
    state.hasLine = false
    state.shown = nil
  }

  private func ticker() -> Task<Void, Never> {
    Task.detached { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(500))
        guard let self, !Task.isCancelled else { return }
        tick()
      }
    }
  }

  private func tick() {
    let now = clock.now
    state.withLock { state in
      guard state.ticker != nil, !state.line.isEmpty else { return }
      show(&state, now)
    }
  }
}
