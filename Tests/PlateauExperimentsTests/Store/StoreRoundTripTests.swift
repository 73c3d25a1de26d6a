import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("What an evaluation store gives back")
struct StoreRoundTripTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/evaluation.sqlite"
  }

  /// Writes outcomes, and reads them through another connection.
  private func reread(
    _ batch: [StoredOutcome], _ key: EvaluationKey = StoreSamples.key
  ) throws -> [Int: StoredOutcome] {
    try EvaluationStore(path).record(batch, for: key)
    let targets = batch.compactMap(\.target)
    return try EvaluationStore(reading: path).outcomes(
      for: key, at: batch.map(\.example), targets: targets.isEmpty ? nil : targets)
  }

  @Test func `every truth value of an outcome comes back in its own place`() throws {
    let batch = (0..<32).map { bits in
      StoredOutcome(
        example: bits,
        outcome: AttackOutcome(
          isSuccess: bits & 1 != 0, isMisclassified: bits & 2 != 0, size: .none,
          isUnchanged: bits & 4 != 0, hasZeroGradient: bits & 8 != 0,
          isPrecisionDependent: bits & 16 != 0, queries: 0, iterations: 0,
          stop: [.misclassified, .success, .exhausted][bits % 3]))
    }
    let found = try reread(batch)
    #expect(found.count == 32)
    for outcome in batch { #expect(found[outcome.example] == outcome) }
  }

  @Test func `every number comes back with its bits`() throws {
    let extremes = [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude, 0.1, 1 / 3, 1, 0x1.0000000000001p53,
      .greatestFiniteMagnitude, .infinity,
    ]
    let batch = extremes.enumerated().map { place, value in
      StoredOutcome(
        example: place == 0 ? Int.max : place,
        outcome: AttackOutcome(
          isSuccess: true, isMisclassified: false,
          size: PerturbationSize(
            lInfinity: value, l2: extremes[(place + 1) % 9], l1: extremes[(place + 2) % 9],
            l0: Int.max - place),
          isUnchanged: false, hasZeroGradient: false, isPrecisionDependent: false,
          queries: Int.max - 2 * place, iterations: place, stop: .success))
    }
    let found = try reread(batch)
    for outcome in batch { #expect(found[outcome.example] == outcome) }
  }

  @Test func `a perturbed example comes back with its bits, minus zero and subnormals too`() throws
  {
    let values: [Float] = [
      -0.0, 0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 0.1, .infinity,
      Float(bitPattern: 0x7fc0_1234),
    ]
    let outcome = StoreSamples.outcome(isUnchanged: false)
    let found = try reread([StoredOutcome(example: 3, outcome: outcome, adversarial: values)])
    #expect(found[3]?.adversarial?.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `an empty row is not the same as none`() throws {
    let outcome = StoreSamples.outcome()
    let found = try reread([
      StoredOutcome(example: 0, outcome: outcome, adversarial: []),
      StoredOutcome(example: 1, outcome: outcome),
    ])
    #expect(found[0]?.adversarial == [])
    #expect(found[1]?.adversarial == .some(nil))
  }

  @Test func `targets are apart from each other and from untargeted attacks`() throws {
    let store = try EvaluationStore(path)
    let batch = [nil, 0, 7].enumerated().map { place, target in
      StoredOutcome(example: 5, target: target, outcome: StoreSamples.outcome(queries: place + 1))
    }
    try store.record(batch, for: StoreSamples.key)
    for (place, target) in [nil, 0, 7].enumerated() {
      let found = try store.outcomes(
        for: StoreSamples.key, at: [5], targets: target.map { [$0] })
      #expect(found == [5: batch[place]])
    }
    #expect(try store.outcomes(for: StoreSamples.key, at: [5], targets: [1]).isEmpty)
  }

  @Test func `keys come back whole, seeds above 2⁶³ too`() throws {
    let keys = [
      StoreSamples.key,
      StoreSamples.key {
        $0.seed = .max
        $0.rule = .surrogate(softness: 1 / 3, passes: .backward)
        $0.precision = .float
        $0.loss = .margin
        $0.leavesEarly = false
        $0.parameters = ""
        $0.threat = ThreatModel(norm: .l2, epsilon: .leastNonzeroMagnitude, bounds: -1e308...1e308)
      },
      StoreSamples.key {
        $0.seed = 1 << 63
        $0.rule = .naive
        $0.attack = "größer 'als' \"alles\""
      },
    ]
    let store = try EvaluationStore(path)
    for key in keys { try store.record(StoreSamples.batch(0..<1), for: key) }
    #expect(try EvaluationStore(reading: path).summaries().map(\.key) == keys)
  }

  @Test func `an outcome that is there stays, and a row that was missing is added`() throws {
    let outcome = StoreSamples.outcome(isUnchanged: false, queries: 1)
    let other = StoreSamples.outcome(isUnchanged: false, queries: 2)
    let store = try EvaluationStore(path)
    try store.record([StoredOutcome(example: 0, outcome: outcome)], for: StoreSamples.key)
    try store.record(
      [StoredOutcome(example: 0, outcome: other, adversarial: [1])], for: StoreSamples.key)
    #expect(
      try store.outcomes(for: StoreSamples.key, at: [0])
        == [0: StoredOutcome(example: 0, outcome: outcome, adversarial: [1])])
  }

  @Test func `a size that is no number is refused, with the rest of its batch`() throws {
    let size = PerturbationSize(lInfinity: .nan, l2: 0, l1: 0, l0: 0)
    let store = try EvaluationStore(path)
    let batch = [
      StoredOutcome(example: 0, outcome: StoreSamples.outcome()),
      StoredOutcome(example: 1, outcome: StoreSamples.outcome(size: size)),
    ]
    #expect(
      message { try store.record(batch, for: StoreSamples.key) }
        == "Cannot write '\(path)': an outcome breaks a rule of the store, NOT NULL constraint "
        + "failed: outcomes.l_infinity. Report this as an error of the attack.")
    #expect(try store.outcomes(for: StoreSamples.key, at: [0, 1]).isEmpty)
  }
}

/// The message of the error that a piece of work throws.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as any DiagnosedError {
    return error.message
  } catch {
    return "\(error)"
  }
}
