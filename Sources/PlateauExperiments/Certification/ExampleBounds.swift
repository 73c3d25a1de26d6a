import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Bounds of the margins of numbered examples, each within a limit of its own.
///
/// Of small networks many are bounded together and share the time; of large ones as many as there
/// are threads, each by itself. Which it is depends on the network alone.
struct ExampleBounds {
  /// What is prepared of the network.
  let bounds: MarginBounds
  private let examples: Examples
  private let threat: ThreatModel
  private let timeout: Double?
  private let workers: Workers
  /// The seconds spent on each example.
  private(set) var spent: [Double]

  /// Prepares bounds.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - begin: When the time of the first example began; now if nil.
  ///   - examples: The examples, by their numbers.
  ///   - threat: The ball around each.
  ///   - method: The method of bounds.
  ///   - timeout: The seconds for each example; nil for any.
  ///   - workers: The threads.
  init(
    _ network: Network<Double>, since begin: ContinuousClock.Instant? = nil, on examples: Examples,
    within threat: ThreatModel,
    method: CertificationMethod, timeout: Double?, workers: Workers
  ) {
    let clock = ContinuousClock()
    let start = begin ?? clock.now
    bounds = MarginBounds(network, method: method)
    self.examples = examples
    self.threat = threat
    self.timeout = timeout
    self.workers = workers
    spent = Array(repeating: 0, count: examples.count)
    // What is prepared for all is done in the time of the first.
    let seconds = (clock.now - start) / .seconds(1)
    for index in spent.indices.prefix(bounds.isLarge ? workers.threads : 1) {
      spent[index] = seconds
    }
  }

  /// The examples that are bounded together.
  var batchSize: Int { bounds.isLarge ? workers.threads : 64 }

  /// Notes that time went into an example elsewhere.
  mutating func spend(_ seconds: Double, on number: Int) { spent[number] += seconds }

  /// The seconds that are left for an example; nil for any.
  func left(_ number: Int) -> Double? { timeout.map { max(0, $0 - spent[number]) } }

  /// Bounds some examples.
  ///
  /// - Parameters:
  ///   - numbers: At most ``batchSize`` examples.
  ///   - share: The share of each one's time that may be spent.
  /// - Returns: A lower bound of the margin of each, −∞ where the time was up.
  mutating func margins(of numbers: [Int], spending share: Double) -> [Double] {
    guard !numbers.isEmpty else { return [] }
    let together = bounds.isLarge ? 1 : Double(numbers.count)
    let most = numbers.reduce(0) { max($0, spent[$1]) }
    let deadline = Deadline(afterSeconds: timeout.map { ($0 * share - most) * together })
    let clock = ContinuousClock()
    let start = clock.now
    let margins = bounds.margins(
      of: examples.selecting(numbers), within: threat, workers: workers, deadline: deadline)
    let seconds = (clock.now - start) / .seconds(1) / together
    for number in numbers { spent[number] += seconds }
    return margins
  }
}
