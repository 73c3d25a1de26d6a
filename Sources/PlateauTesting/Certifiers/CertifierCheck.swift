public import PlateauCertification
public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Looks for inputs that contradict what a certifier claims, and for claims that depend on what must not matter.
///
/// It catches what goes wrong most easily in bounds of one's own: the box forgotten or taken twice, a side of a
/// relaxation that does not hold, the true class among the others, and memory that one example leaves to the next.
///
/// ```swift
/// let check = CertifierCheck()
/// let failures = check(MyBounds(network), of: network, examples: digits, within: threat)
/// #expect(failures == [])
/// ```
public struct CertifierCheck: Sendable, Hashable {
  /// The numbers of threads that must give the same bits.
  public var threads: [Int]
  /// The random points, and as many corners, that are tried around each example.
  public var samples: Int
  /// The examples that are bounded alone as well, at most.
  public var singles: Int
  /// The seed of the points.
  public var seed: UInt64

  /// Creates a check.
  ///
  /// - Precondition: there is a number of threads, and no number is negative.
  public init(
    threads: [Int] = [1, 2, 4], samples: Int = 100, singles: Int = 3, seed: UInt64 = 0
  ) {
    precondition(!threads.isEmpty && threads.allSatisfy { $0 > 0 }, "there is a thread")
    precondition(samples >= 0 && singles >= 0, "no negative number of samples or examples")
    self.threads = threads
    self.samples = samples
    self.singles = singles
    self.seed = seed
  }

  /// Checks that no point of the balls has a smaller margin than is claimed: the centers, random points, random
  /// corners, and one that two sweeps of single signs lead lower; that order, batch and threads do not matter; and
  /// that what is claimed when the time is up before it begins holds, too.
  ///
  /// Margins at points are computed in double precision; what they may fall below a claim by is 10⁻¹² of the
  /// largest logit there, or of 1, which sums of some thousand products are off by at most.
  ///
  /// - Parameters:
  ///   - certifier: The certifier.
  ///   - network: The network that it is of.
  ///   - examples: Some dozens of examples, in the box.
  ///   - threat: The balls; epsilon 0 is tried as well.
  /// - Returns: What fails, in words; nothing if all is well.
  /// - Precondition: The examples have the network's input size and classes.
  /// - Complexity: some seven runs of the certifier, and for each example 2·`samples` + 4·*inputs* passes of the
  ///   network.
  public func callAsFunction(
    _ certifier: some Certifier, of network: Network<Double>, examples: Examples,
    within threat: ThreatModel
  ) -> [String] {
    func claims(
      _ examples: Examples, threads count: Int? = nil, within threat: ThreatModel = threat,
      until deadline: Deadline = .never
    ) -> [Double] {
      certifier.margins(
        of: examples, within: threat, workers: Workers(threads: count ?? threads[0]),
        deadline: deadline)
    }
    let reference = claims(examples)
    guard reference.count == examples.count else {
      return ["there are \(reference.count) margins of \(examples.count) examples"]
    }
    var failures: [String] = []
    let least = leastMargins(network, examples, threat)
    failures += contradictions(reference, least, "")
    failures += contradictions(
      claims(examples, until: Deadline(after: .zero)), least, " when the time is up")
    let point = ThreatModel(norm: threat.norm, epsilon: 0, bounds: threat.bounds)
    failures += contradictions(
      claims(examples, within: point), leastMargins(network, examples, point), " at epsilon 0")
    let order = Array(0..<examples.count)
    let reversed = Array(order.reversed())
    failures += differences(
      claims(examples.selecting(reversed)), reference, at: reversed, "with the examples reversed")
    for index in order.prefix(singles) {
      failures += differences(
        claims(examples.selecting([index])), reference, at: [index],
        "with example \(index) alone")
    }
    for count in threads.dropFirst() {
      failures += differences(
        claims(examples, threads: count), reference, at: order,
        "with \(count) threads instead of \(threads[0])")
    }
    return failures
  }

  /// Checks that of several certifiers of one network, from the loosest to the tightest, none claims less than
  /// the one before, but for 10⁻⁹ of the claim, or of 1.
  ///
  /// - Parameters:
  ///   - certifiers: The certifiers, with their names.
  ///   - examples: Examples in the box.
  ///   - threat: The balls.
  /// - Returns: What fails, in words; nothing if all is well.
  public func order(
    of certifiers: [(name: String, certifier: any Certifier)], examples: Examples,
    within threat: ThreatModel
  ) -> [String] {
    let claims = certifiers.map { _, certifier in
      certifier.margins(
        of: examples, within: threat, workers: Workers(threads: threads[0]), deadline: .never)
    }
    var failures: [String] = []
    for next in certifiers.indices.dropFirst() {
      for (index, (loose, tight)) in zip(claims[next - 1], claims[next]).enumerated()
      where tight < loose - 1e-9 * max(1, loose.magnitude) {
        failures.append(
          "example \(index): \(certifiers[next].name) claims \(tight), "
            + "\(certifiers[next - 1].name) \(loose)")
      }
    }
    return failures
  }
}

extension CertifierCheck {
  /// The least margin that is found around an example, and what it may be off by.
  private typealias Least = (margin: Double, error: Double)

  private func contradictions(
    _ claims: [Double], _ least: [Least], _ how: String
  ) -> [String] {
    zip(claims, least).enumerated().compactMap { index, pair in
      let (claim, least) = pair
      // No number claims nothing that could be compared.
      guard !(claim <= least.margin + least.error) else { return nil }
      return
        "example \(index): a margin of \(claim) is claimed\(how), there is one of \(least.margin)"
    }
  }

  private func differences(
    _ claims: [Double], _ reference: [Double], at indices: [Int], _ how: String
  ) -> [String] {
    zip(claims, indices).compactMap { claim, index in
      claim.bitPattern == reference[index].bitPattern
        ? nil : "example \(index): \(claim) \(how), before \(reference[index])"
    }
  }

  private func leastMargins(
    _ network: Network<Double>, _ examples: Examples, _ threat: ThreatModel
  ) -> [Least] {
    (0..<examples.count).map { index in
      var generator = SeededGenerator(seed: seed &+ UInt64(index), purpose: "certifier check")
      return Probe(
        network: network, center: examples.inputs.row(index).map { Double($0) },
        label: examples.labels[index], threat: threat
      ).least(samples: samples, &generator)
    }
  }

  /// Looks for a point of a ball with a small margin.
  private struct Probe {
    let network: Network<Double>
    let center: [Double]
    let label: Int
    let threat: ThreatModel

    func least(samples: Int, _ generator: inout SeededGenerator) -> Least {
      var best = margins([center])[0]
      var directions: [[Double]] = []
      for _ in 0..<samples {
        directions.append(center.map { _ in Double.random(in: -1...1, using: &generator) })
        directions.append(center.map { _ in generator.below(2) == 0 ? -1 : 1 })
      }
      for found in margins(directions.map(point)) where found.margin < best.margin { best = found }
      // From a corner sign by sign, twice.
      var corner = center.map { _ in generator.below(2) == 0 ? -1.0 : 1 }
      for _ in 0..<2 {
        for input in center.indices {
          var other = corner
          other[input].negate()
          let found = margins([point(corner), point(other)])
          if found[1].margin < found[0].margin { corner = other }
          for one in found where one.margin < best.margin { best = one }
        }
      }
      return best
    }

    /// The point in a direction from the center, inside of the ball by more than rounding.
    private func point(_ direction: [Double]) -> [Double] {
      let length =
        threat.norm == .l2 ? max(1, direction.reduce(0) { $0 + $1 * $1 }.squareRoot()) : 1
      return zip(center, direction).map { x, step in
        let moved = x + threat.epsilon * (1 - 0x1p-40) * step / length
        return min(max(moved, threat.bounds.lowerBound), threat.bounds.upperBound)
      }
    }

    private func margins(_ points: [[Double]]) -> [Least] {
      let logits = network.logits(
        of: Matrix(
          rows: points.count, columns: center.count, elements: points.flatMap { $0 }),
        workers: Workers(threads: 1))
      return points.indices.map { row in
        let values = logits.row(row)
        let others = (0..<logits.columns).filter { $0 != label }.map { logits[row, $0] }
        let size = values.reduce(1) { max($0, $1.magnitude) }
        return (logits[row, label] - (others.max() ?? -.infinity), 1e-12 * size)
      }
    }
  }
}
