import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

@Suite("Reproductions")
struct ReproductionTests {
  private func plan(seeds: Int) -> ReproductionPlan {
    var plan = ReproductionPlan(isQuick: true, seed: 3, seeds: seeds)
    plan.epsilons = [0.1]
    plan.attackedExamples = 12
    plan.stimuli = 12
    plan.jacobianExamples = 4
    plan.pathPoints = 5
    return plan
  }

  private func run(
    _ path: String, seeds: Int = 1, resumes: Bool = false, threads: Int = 2,
    _ observe: @escaping (ReproductionProgress) -> Bool = { _ in true }
  ) throws -> ReproductionRecord? {
    try Reproduction(
      ReproductionFolder(path), plan: plan(seeds: seeds), dataset: SmallData.dataset(),
      resumes: resumes,
      workers: Workers(threads: threads)
    ).run(observe)
  }

  /// The record without what is measured by a clock or says where it ran.
  private func timeless(_ record: ReproductionRecord) -> ReproductionRecord {
    func stripped(_ model: ModelRecord) -> ModelRecord {
      var model = model
      for index in model.robustness.indices {
        for attack in [
          \RobustnessRecord.naiveFGSM, \.stableFGSM, \.sweptFGSM, \.naivePGD, \.stablePGD,
          \.sweptPGD,
        ] { model.robustness[index][keyPath: attack].seconds = 0 }
      }
      return model
    }
    var record = record
    record.seconds = 0
    record.models = record.models.map(stripped)
    for index in record.repetitions.indices {
      record.repetitions[index].models = record.repetitions[index].models.map(stripped)
    }
    for index in record.targeted.indices { record.targeted[index].seconds = 0 }
    for index in record.panels.indices { record.panels[index].record.seconds = 0 }
    record.linear?.seconds = 0
    record.environment = RunEnvironment(data: "", dataChecksum: "", threads: 1)
    return record
  }

  @Test func `stopped again and again, it ends with the same record`() throws {
    let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
    var shares: [Double] = []
    let expected = try #require(
      try run(whole.path) { progress in
        shares.append(progress.share)
        return true
      })
    try ClaimTable.expect(expected.claims, in: "small.txt")
    // What is done only grows, in small steps: no single one of 31 parts is a jump.
    #expect(shares.allSatisfy { 0 <= $0 && $0 <= 1 })
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 && $1 - $0 < 0.03 })
    #expect(try #require(shares.first) < 0.01 && #require(shares.last) > 0.98)
    var record: ReproductionRecord?
    var turns = 0
    while record == nil {
      turns += 1
      var seen = 0
      let turn = turns
      // One thread here and two there: neither decides.
      record = try run(parts.path, resumes: true, threads: 1) { progress in
        if case .training = progress.activity { return true }
        seen += 1
        return seen <= 20 * turn
      }
      try #require(turns < 100)
    }
    #expect(turns > 3)
    #expect(try timeless(#require(record)) == timeless(expected))
    #expect(try ReproductionFolder(parts.path).readRecord() == record)
  }

  @Test func `it holds a part for each network, seed and experiment`() throws {
    let folder = try TemporaryFolder()
    let record = try #require(try run(folder.path, seeds: 2))
    let names = record.models.map(\.name)
    #expect(names.count == 10 && Set(names).count == 10)
    #expect(record.repetitions.map(\.seed) == [4])
    #expect(record.repetitions[0].models.map(\.name) == names)
    // Another seed makes other networks.
    #expect(record.repetitions[0].models[0].weights != record.models[0].weights)
    let compared = [
      "vanilla-sigmoid", "saturating-sigmoid", "saturating-sigmoid × 300", "vanilla-relu",
      "saturating-relu",
    ]
    #expect(record.geometry.map(\.model) == compared)
    for geometry in record.geometry {
      #expect(geometry.dissimilarities.map(\.name) == ["layer 1", "layer 2", "logits"])
      #expect(geometry.dissimilarities.allSatisfy { $0.labels.count == 12 })
      // From each of three classes to the next.
      #expect(geometry.paths.map(\.target) == [1, 2, 0])
      #expect(geometry.paths.allSatisfy { $0.stable.fisher.count == 5 })
    }
    // Three attacks with three kinds of gradient on four networks, one of them with a gain too.
    #expect(record.targeted.count == 45)
    #expect(record.panels.count == 15 && record.panels.allSatisfy { $0.record.attack == "lbfgs" })
    #expect(record.linear != nil)
    let study = try #require(record.certification)
    #expect(study.models.count == 10 && study.examples == 12)
    // Networks of the first table are attacked as they are there.
    for model in study.models {
      guard let row = record.models.first(where: { $0.name == model.name }) else { continue }
      #expect(row.robustness[0].worstCase == model.attackedAccuracy)
      #expect(row.robustness[0].certified == model.intervalAccuracy)
      #expect(row.cleanAccuracy == model.testAccuracy)
    }
    for row in record.models.flatMap(\.robustness) {
      let certified = try #require(row.certified)
      #expect(certified <= row.worstCase)
    }
  }

  @Test func `a matrix comes back whole from its upper half`() {
    let record = DissimilarityRecord(name: "layer 1", labels: [0, 0, 1], upper: [0.1, 1.2, 1.9])
    #expect(record.values == [0, 0.1, 1.2, 0.1, 0, 1.9, 1.2, 1.9, 0])
  }
}
