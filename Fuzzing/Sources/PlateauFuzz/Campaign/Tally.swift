/// What became of the inputs so far.
struct Tally {
  let reader: Reader
  private let clock = ContinuousClock()
  private let start = ContinuousClock().now
  private(set) var inputs = 0
  private var accepted = 0
  private var refused: [String: Int] = [:]
  private var bytes = 0
  private var memory: Int64 = 0
  private var slowest = Duration.zero

  init(reader: Reader) { self.reader = reader }

  /// The time since the start.
  var seconds: Double { (clock.now - start) / .seconds(1) }

  /// Adds an input that was read, or refused, in some time on the clock.
  mutating func add(_ refusal: Refusal?, bytes: Int, memory: Int64, time: Duration) {
    inputs += 1
    slowest = max(slowest, time)
    self.bytes += bytes
    self.memory = max(self.memory, memory)
    if let refusal { refused[refusal.code, default: 0] += 1 } else { accepted += 1 }
  }

  /// The result, a line for each number.
  var table: String {
    let codes = refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let peak = memory < 0 ? "not measured" : "\(decimal(Double(memory) / 1_048_576, 1)) MiB"
    var lines = [
      ("reader", reader.rawValue), ("inputs", "\(inputs)"),
      ("mean size", "\(bytes / max(1, inputs)) bytes"), ("accepted", share(accepted)),
    ]
    lines += codes.map { ("refused, \($0.key)", share($0.value)) }
    lines += [
      ("inputs per second", decimal(Double(inputs) / max(seconds, 1e-9), 0)),
      ("slowest input", "\(decimal(slowest / .milliseconds(1), 1)) ms"),
      ("peak memory of one input", peak),
    ]
    return lines.map { $0.0 + String(repeating: " ", count: max(1, 28 - $0.0.count)) + $0.1 }
      .joined(separator: "\n")
  }

  private func share(_ count: Int) -> String {
    "\(decimal(100 * Double(count) / Double(max(1, inputs)), 2)) %"
  }

  private func decimal(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    guard digits > 0 else { return "\(whole)" }
    let text = String(repeating: "0", count: max(0, digits + 1 - "\(whole)".count)) + "\(whole)"
    return "\(text.dropLast(digits)).\(text.suffix(digits))"
  }
}
