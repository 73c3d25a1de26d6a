/// What one run of a workload came to.
public struct Measurement: Sendable {
  /// The time of the work alone, on the wall.
  public let seconds: Double
  /// The time of the work on all processors.
  public let processorSeconds: Double
  /// Numbers that say how much work it was and what came of it, under the names of the record.
  public internal(set) var details: [String: Double] = [:]

  /// Does some work and times it.
  init(_ work: () throws -> Void) rethrows {
    let start = Workloads.processorSeconds()
    let duration = try ContinuousClock().measure(work).components
    processorSeconds = Workloads.processorSeconds() - start
    seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }
}
