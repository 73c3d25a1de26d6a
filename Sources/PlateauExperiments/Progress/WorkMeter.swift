/// How much of a study's work is done: pieces are planned, begun, and finished one after another.
///
/// Work is counted in evaluations of an example. What is left of the plan is taken to meet the share
/// of the examples that the latest piece was planned for and met: attacks run on what withstood those
/// before.
public final class WorkMeter {
  private var done = 0.0
  private var planned = 0.0
  private var current = 0.0
  private var part = 0.0
  private var left = 1.0
  private var phase: Range<Double> = 0..<1
  private var name = ""
  private var examples = 0
  /// Called when a part of a piece is done; set by whoever shows it.
  public var onAdvance: () -> Void = {}

  /// Begins with nothing planned.
  public init() {}

  /// The share that is done, from 0 to 1.
  public var share: Double {
    let finished = done + part * current
    let all = finished + (1 - part) * current + planned * left
    let own = all > 0 ? finished / all : 0
    return phase.lowerBound + own * (phase.upperBound - phase.lowerBound)
  }

  /// The piece in work, and how many of its examples are done.
  public var activity: String {
    let finished = Int((part * Double(examples)).rounded())
    return finished > 0 ? "\(name), \(finished) of \(examples) examples" : name
  }

  /// Begins a phase with a plan of its own: a part of the whole.
  func begin(phase: Range<Double>, planning work: Double = 0) {
    self.phase = phase
    (done, current, part, left) = (0, 0, 0, 1)
    planned = work
  }

  /// Adds to the plan.
  func plan(_ work: Double) { planned += work }

  /// Begins a piece.
  ///
  /// - Parameters:
  ///   - name: What it is.
  ///   - work: The evaluations for each example.
  ///   - total: The examples that it was planned for.
  ///   - count: Those that it meets.
  func begin(_ name: String, work: Double, plannedFor total: Int, on count: Int) {
    finish()
    self.name = name
    examples = count
    planned = max(0, planned - work * Double(total))
    current = work * Double(count)
    left = total > 0 ? Double(count) / Double(total) : left
  }

  /// Notes the share of the piece that is done.
  func advance(to share: Double) {
    part = share
    onAdvance()
  }

  /// Ends the piece.
  func finish() {
    done += current
    (current, part) = (0, 0)
  }
}
