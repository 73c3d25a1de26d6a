import GRDB
import PlateauCertification
import PlateauExperiments
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Proofs in evaluation stores")
struct StoredProofTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/evaluation.sqlite"
  }

  private let key = ProofKey(
    model: String(repeating: "a", count: 64), data: String(repeating: "b", count: 64),
    method: .complete, parameters: "timeout=60.0 seed=0",
    threat: ThreatModel(norm: .lInfinity, epsilon: 0.1))

  private let proofs = [
    StoredProof(example: 0, answer: .certified, margin: 0.25),
    StoredProof(example: 7, answer: .falsified, margin: -1, input: [0.5, -0.0, 1]),
    StoredProof(example: 9, answer: .undecided, margin: nil),
  ]

  @Test func `what is put there comes back, by its key only`() throws {
    let store = try EvaluationStore(path)
    for proof in proofs { try store.record(proof, for: key) }
    let again = try EvaluationStore(reading: path)
    for proof in proofs {
      let found = try #require(try again.proof(for: key, at: proof.example))
      #expect(found == proof)
      #expect(found.input?.map(\.bitPattern) == proof.input?.map(\.bitPattern))
    }
    #expect(try again.proof(for: key, at: 1) == nil)
    let changes: [(inout ProofKey) -> Void] = [
      { $0.model = String(repeating: "c", count: 64) },
      { $0.data = String(repeating: "c", count: 64) }, { $0.method = .alphaCROWN },
      { $0.parameters = "timeout=none seed=0" },
      { $0.threat = ThreatModel(norm: .l2, epsilon: 0.1) },
      { $0.threat = ThreatModel(norm: .lInfinity, epsilon: 0.2) },
      { $0.threat = ThreatModel(norm: .lInfinity, epsilon: 0.1, bounds: -1...1) },
    ]
    for change in changes {
      var other = key
      change(&other)
      #expect(try again.proof(for: other, at: 0) == nil)
    }
  }

  @Test func `what is there already stays`() throws {
    let store = try EvaluationStore(path)
    try store.record(proofs[0], for: key)
    try store.record(StoredProof(example: 0, answer: .undecided, margin: nil), for: key)
    #expect(try store.proof(for: key, at: 0) == proofs[0])
  }

  @Test func `a store of version 1 is read as it is, and brought up when it is written`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<3), for: StoreSamples.key)
    try DatabaseQueue(path: path).writeWithoutTransaction {
      try $0.execute(sql: "DROP TABLE proofs; PRAGMA user_version = 1")
    }
    let reader = try EvaluationStore(reading: path)
    #expect(try reader.proof(for: key, at: 0) == nil)
    #expect(try reader.outcomes(for: StoreSamples.key, at: [0, 1, 2]).count == 3)
    let writer = try EvaluationStore(path)
    try writer.record(proofs[1], for: key)
    #expect(try writer.proof(for: key, at: 7) == proofs[1])
    #expect(try writer.outcomes(for: StoreSamples.key, at: [0, 1, 2]).count == 3)
    let version = try DatabaseQueue(path: path).read {
      try Int.fetchOne($0, sql: "PRAGMA user_version")
    }
    #expect(version == 2)
  }

  @Test func `a search is made once`() throws {
    let examples = SmallData.examples(4, seed: 1)
    let evaluation = StoredEvaluation(
      try EvaluationStore(path), model: String(repeating: "a", count: 64), on: examples)
    var own = key
    own.data = evaluation.data
    var searches = 0
    for _ in 0..<2 {
      let proof = try evaluation.proof(own, example: 3) {
        searches += 1
        return StoredProof(example: 3, answer: .certified, margin: 0.5)
      }
      #expect(proof.margin == 0.5)
    }
    #expect(searches == 1)
  }
}
