import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Full reproductions")
struct FullReproductionTests {
  /// A full reproduction of few examples and steps.
  static let plan = makePlan()

  private static func makePlan() -> ReproductionPlan {
    var plan = ReproductionPlan(isQuick: true, isFull: true, seed: 3)
    plan.epsilons = [0.1]
    plan.attackedExamples = 8
    plan.stimuli = 8
    plan.jacobianExamples = 2
    plan.pathPoints = 3
    plan.targetedGains = [1, 30]
    plan.convolutional = ConvolutionalPlan(
      fgsmExamples: 12, attackedExamples: 4, restarts: 2, targetedIterations: 3,
      modernEpsilons: [0.02, 0.1])
    return plan
  }

  private func run(
    _ path: String, resumes: Bool = false,
    _ observe: @escaping (ReproductionProgress) -> Bool = { _ in true }
  ) throws -> ReproductionRecord? {
    try Reproduction(
      ReproductionFolder(path), plan: Self.plan, dataset: SmallData.dataset(), resumes: resumes,
      workers: Workers(threads: 2)
    ).run(observe)
  }

  @Test func `stopped at a convolutional network, it goes on, and says what was done`() throws {
    let folder = try TemporaryFolder()
    // While the second of them trains, and once the fourth is measured.
    #expect(
      try run(folder.path) { progress in
        if case .training = progress.activity { return progress.model != "adversarial-sigmoid-cnn" }
        return true
      } == nil)
    let finding = folder.path + "/findings/vanilla-sigmoid-cnn-gain-300.json"
    let kept = try FileBytes.read(finding)
    var isMeasured = false
    #expect(
      try run(folder.path, resumes: true) { progress in
        guard progress.model == "saturating-sigmoid-cnn × 300" else { return true }
        if case .finished = progress.activity { isMeasured = true }
        return !isMeasured
      } == nil)
    #expect(isMeasured)
    let record = try #require(try run(folder.path, resumes: true))
    #expect(try FileBytes.read(finding) == kept)
    try check(record)
    // Found again, not made again.
    let again = try #require(try run(folder.path, resumes: true))
    #expect(again.models == record.models && again.targeted == record.targeted)
    #expect(try ReproductionFolder(folder.path).readRecord() == again)

    let error = #expect(throws: ExperimentError.self) {
      var plan = Self.plan
      plan.convolutional = nil
      _ = try Reproduction(
        ReproductionFolder(folder.path), plan: plan, dataset: SmallData.dataset(), resumes: true,
        workers: Workers(threads: 1))
    }
    let sum = SmallData.dataset().checksum.prefix(12)
    #expect(
      error?.message
        == "'\(folder.path)' holds a full reproduction of seed 3 on 'small' (\(sum)…), "
        + "but a quick reproduction of seed 3 on 'small' (\(sum)…) was asked for. Ask for the same, "
        + "or choose another output folder.")
  }

  private func check(_ record: ReproductionRecord) throws {
    #expect(record.isFull && record.convolutional == Self.plan.convolutional)
    #expect(record.models.count == 20)
    let families = record.models.map(\.family)
    #expect(families.prefix(10).allSatisfy { $0 == .mlp })
    #expect(families.suffix(10).allSatisfy { $0 == .cnn })
    for model in record.models {
      let isConvolutional = model.family == .cnn
      #expect(model.name.contains("-cnn") == isConvolutional)
      #expect(model.weights.count == (isConvolutional ? 4 : 3))
      #expect(model.activities.count == (isConvolutional ? 3 : 2))
      #expect(model.robustness.map(\.worstCaseExamples) == [isConvolutional ? 4 : 8])
      let row = try #require(model.robustness.first)
      #expect(row.fgsmExamples == (isConvolutional ? 12 : nil))
      let wrong = (row.naiveFGSM.error * Double(row.fgsmExamples ?? 200)).rounded()
      #expect((row.naiveFGSM.error * Double(row.fgsmExamples ?? 200) - wrong).magnitude < 1e-9)
      #expect(row.sweptPGD.restarts == (isConvolutional ? 2 : 1))
      #expect(try #require(row.certified) <= row.worstCase)
    }

    let perceptrons = record.targeted.filter { !$0.model.hasSuffix("-cnn") }
    let others = record.targeted.filter { $0.model.hasSuffix("-cnn") }
    #expect(perceptrons.count == 45 && others.count == 45)
    #expect(Set(perceptrons.map(\.iterations)) == [50])
    #expect(Set(others.map(\.iterations)) == [3])
    #expect(record.panels.count == 15)
    #expect(record.panels.allSatisfy { !$0.record.model.hasSuffix("-cnn") })
    #expect(record.geometry.count == 5)
    let accuracy = try #require(record.claims.first { $0.claim.contains("accuracy") })
    #expect(accuracy.stable?.contains("(sigmoid CNN: ") == true)
    try checkModern(record)
  }

  private func checkModern(_ record: ReproductionRecord) throws {
    let models = try #require(record.modern)
    #expect(
      models.map(\.name) == [
        "vanilla-sigmoid-depthwise", "saturating-sigmoid-depthwise", "vanilla-relu-depthwise",
        "saturating-relu-depthwise", "vanilla-relu-transformer",
        "vanilla-relu-transformer, attention × 30", "saturating-relu-transformer",
        "saturating-relu-transformer, attention × 30",
      ])
    for model in models {
      let isTransformer = model.family == .transformer
      #expect(model.robustness.map(\.epsilon) == [0.02, 0.1])
      #expect(model.robustness.allSatisfy { $0.worstCaseExamples == 4 && $0.fgsmExamples == 12 })
      #expect((model.saturatedAttention != nil) == isTransformer)
      #expect((model.attentionGain != nil) == isTransformer)
      #expect(model.isAsTrained == !model.name.contains("×"))
    }
    // Sharper attention saturates more of it.
    for index in [4, 6] {
      let plain = try #require(models[index].saturatedAttention)
      #expect(try plain < #require(models[index + 1].saturatedAttention))
    }
  }

  @Test func `records of networks without a family are of perceptrons`() throws {
    let file = """
      {"activation": "sigmoid", "activities": [], "architecture": "2-2-2", "cleanAccuracy": 0.5,
       "epochs": 1, "gain": 1, "logitGain": 1, "name": "vanilla-sigmoid", "robustness": [],
       "saturatedFraction": 0.25, "training": "vanilla", "weights": []}
      """
    let record = try JSONDecoder().decode(ModelRecord.self, from: Data(file.utf8))
    #expect(record.family == .mlp && record.penaltyWeight == nil && record.cleanAccuracy == 0.5)
    var other = record
    other.family = .cnn
    other.penaltyWeight = 0.1
    let copy = try JSONDecoder().decode(ModelRecord.self, from: JSONEncoder().encode(other))
    #expect(copy == other)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        ModelRecord.self,
        from: Data(file.replacing("\"gain\"", with: "\"family\": \"tree\", \"gain\"").utf8))
    }
  }
}
