import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Keys of an evaluation store")
struct StoreKeyTests {
  /// Keys that differ from the sample in one thing, by the name of that.
  static let changes: [(String, EvaluationKey)] = [
    ("model", StoreSamples.key { $0.model = String(repeating: "A", count: 64) }),
    ("data", StoreSamples.key { $0.data = String(repeating: "c", count: 64) }),
    ("attack", StoreSamples.key { $0.attack = "fgsm" }),
    ("case of the attack", StoreSamples.key { $0.attack = "PGD" }),
    ("parameters", StoreSamples.key { $0.parameters = "steps=40 restarts=6" }),
    ("no parameters", StoreSamples.key { $0.parameters = "" }),
    ("norm", StoreSamples.key { $0.threat = ThreatModel(norm: .l2, epsilon: 0.1) }),
    (
      "epsilon",
      StoreSamples.key { $0.threat = ThreatModel(norm: .lInfinity, epsilon: 0.1.nextUp) }
    ),
    (
      "lower bound",
      StoreSamples.key {
        $0.threat = ThreatModel(norm: .lInfinity, epsilon: 0.1, bounds: -1...1)
      }
    ),
    (
      "upper bound",
      StoreSamples.key {
        $0.threat = ThreatModel(norm: .lInfinity, epsilon: 0.1, bounds: 0...2)
      }
    ),
    ("gradient", StoreSamples.key { $0.rule = .naive }),
    ("surrogate", StoreSamples.key { $0.rule = .surrogate(softness: 2) }),
    ("softness", StoreSamples.key { $0.rule = .surrogate(softness: 2.0.nextUp) }),
    ("no softness", StoreSamples.key { $0.rule = .surrogate(softness: 0) }),
    ("passes", StoreSamples.key { $0.rule = .surrogate(softness: 2, passes: .backward) }),
    ("precision", StoreSamples.key { $0.precision = .float }),
    ("loss", StoreSamples.key { $0.loss = .margin }),
    ("leaving early", StoreSamples.key { $0.leavesEarly = false }),
    ("seed", StoreSamples.key { $0.seed = 1 }),
    ("seed above 2⁶³", StoreSamples.key { $0.seed = .max }),
  ]

  @Test func `keys that differ in one thing never meet`() throws {
    let folder = try TemporaryFolder()
    let store = try EvaluationStore("\(folder.path)/evaluation.sqlite")
    let keys = [StoreSamples.key] + Self.changes.map(\.1)
    #expect(Set(keys).count == keys.count)
    for (place, key) in keys.enumerated() {
      let outcome = StoredOutcome(example: 0, outcome: StoreSamples.outcome(queries: place))
      #expect(try store.outcomes(for: key, at: [0]).isEmpty, "before \(place)")
      try store.record([outcome], for: key)
      // Once more: the row of the key is found again, not added twice.
      try store.record([outcome], for: key)
    }
    for (place, key) in keys.enumerated() {
      let found = try store.outcomes(for: key, at: [0])
      #expect(found[0]?.outcome.queries == place)
    }
    #expect(try store.summaries().count == keys.count)
  }

  // MARK: - Fingerprints

  private static func network(_ activation: Activation = .sigmoid) throws -> Network<Float> {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: [2], activation: activation, classes: 2)
    let parameters = (0..<architecture.layout.count).map { Float($0) / 8 - 0.5 }
    return try Network(architecture, parameters: parameters)
  }

  @Test func `a network's fingerprint is that of the bytes that are documented`() throws {
    let network = try Self.network()
    let text =
      #"{"input":{"channels":1,"height":1,"width":2},"layers":[{"kind":"dense","units":2},"#
      + #"{"function":"sigmoid","kind":"activation"},{"kind":"dense","units":2}]}"# + "\n"
    var bytes = Array(text.utf8)
    for value in network.parameters {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: Double(value).bitPattern >> (8 * $0)) }
    }
    #expect(try network.fingerprint() == SHA256.hexDigest(of: bytes))
  }

  @Test func `a fingerprint knows every parameter and the layers, not the precision`() throws {
    let network = try Self.network()
    let fingerprint = try network.fingerprint()
    #expect(try Network<Double>(network).fingerprint() == fingerprint)
    #expect(try Self.network(.tanh).fingerprint() != fingerprint)
    for index in network.parameters.indices {
      var other = network
      other.parameters[index] = network.parameters[index].nextUp
      #expect(try other.fingerprint() != fingerprint)
    }
  }

  @Test func `the fingerprint of examples knows values, labels, classes and shape`() {
    func examples(
      _ first: Float = 0, label: Int = 1, classes: Int = 3,
      shape: InputShape = .vector(2)
    ) -> Examples {
      Examples(
        inputs: Matrix(rows: 1, columns: 2, elements: [first, 0.5]), labels: [label],
        classCount: classes, shape: shape)
    }
    let all = [
      examples(), examples(-0.0), examples(label: 2), examples(classes: 4),
      examples(shape: InputShape(channels: 2, height: 1, width: 1)),
      examples(shape: InputShape(channels: 1, height: 2, width: 1)),
    ]
    #expect(Set(all.map(\.fingerprint)).count == all.count)
    let bytes = Array("1 1 1 2 3\n".utf8) + [0, 0, 0, 0, 0, 0, 0, 0x3f, 1, 0, 0, 0]
    #expect(all[0].fingerprint == SHA256.hexDigest(of: bytes))
  }
}
