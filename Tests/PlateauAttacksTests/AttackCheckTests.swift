import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@Suite("The check of attacks")
struct AttackCheckTests {
  static let attacks: [any Attack] = [
    FastGradientSign(), ProjectedGradientDescent(steps: 8, restarts: 2), SquareAttack(queries: 60),
    HopSkipJump(queries: 250),
  ]

  // More than one shard, so that rows move up and shards change with the order.
  let examples = Toy.examples(150, seed: 3)

  @Test(arguments: attacks.indices, [Norm.lInfinity, .l2])
  func `every attack passes it`(index: Int, norm: Norm) throws {
    let network = try Toy.network(.sigmoid)
    let threat = ThreatModel(norm: norm, epsilon: norm == .l2 ? 0.2 : 0.08)
    let failures = AttackCheck()(
      Self.attacks[index], on: network, examples: examples, within: threat)
    #expect(failures == [])
  }

  @Test(arguments: attacks.indices.dropFirst())
  func `targeted ones too, on a network of another precision`(index: Int) throws {
    let network = try Toy.network(.tanh)
    let some = examples.prefix(60)
    let failures = AttackCheck()(
      Self.attacks[index], on: network, examples: some,
      within: ThreatModel(norm: .lInfinity, epsilon: 0.2),
      goal: .targeted(some.labels.map { ($0 + 1) % 3 }), options: AttackOptions(precision: .float))
    #expect(failures == [])
  }

  @Test func `it names an example that gets another's numbers`() throws {
    let network = try Toy.network(.sigmoid)
    let failures = AttackCheck()(
      Mixer(), on: network, examples: examples.prefix(40),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.08))
    #expect(failures.contains { $0.contains("differs with the examples reversed") })
    #expect(failures.contains { $0.contains("with example 1 alone") })
    #expect(!failures.contains { $0.contains("threads") })
  }

  @Test func `it names an attack that weakens with epsilon`() throws {
    let network = try Toy.network(.sigmoid)
    let failures = AttackCheck(singles: 0)(
      Timid(), on: network, examples: examples.prefix(40),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.1))
    try #require(failures.count == 1)
    #expect(failures[0].hasPrefix("Robust accuracy rises from 0."))
    #expect(failures[0].hasSuffix("at epsilon 0.2; a larger epsilon allows more."))
  }
}

/// Steps by a size that depends on the place in the batch.
private struct Mixer: Attack {
  let name = "mixer"
  let parameters = ""
  let starts = 1

  func search(_ trial: Trial, start: Int) {
    for row in 0..<trial.count {
      for column in 0..<trial.iterates.columns {
        trial.iterates[row, column] += Double(row % 7) * trial.threat.epsilon / 7
      }
    }
    trial.propose()
  }
}

/// Gives up where epsilon is large.
private struct Timid: Attack {
  let name = "timid"
  let parameters = ""
  let starts = 1

  func search(_ trial: Trial, start: Int) {
    if trial.threat.epsilon > 0.15 { return }
    FastGradientSign().search(trial, start: start)
  }
}
