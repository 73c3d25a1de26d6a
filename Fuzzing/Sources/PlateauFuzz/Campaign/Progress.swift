#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Says every five seconds on standard error how far a campaign is.
struct Progress {
  let count: Int
  private var shown = 0.0

  init(count: Int) { self.count = count }

  mutating func update(_ tally: Tally) {
    let seconds = tally.seconds
    guard seconds - shown >= 5 else { return }
    shown = seconds
    let line = "\(tally.reader.rawValue): \(tally.inputs) of \(count), \(Int(seconds)) s\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
