import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@testable import PlateauExperiments

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("The study of certified networks")
struct CertificationStudyTests {
  static let names = [
    "vanilla-sigmoid", "adversarial-sigmoid", "saturating-sigmoid", "certified-sigmoid",
    "certified-saturating-sigmoid", "vanilla-relu", "adversarial-relu", "saturating-relu",
    "certified-relu", "certified-saturating-relu",
  ]

  private func stages(
    _ observe: @escaping (ReproductionProgress) -> Bool = { _ in true }
  ) -> ReproductionStages {
    var plan = ReproductionPlan(isQuick: true, seed: 3)
    plan.attackedExamples = 30
    return ReproductionStages(
      plan: plan, dataset: SmallData.dataset(), workers: Workers(threads: 2), observe: observe)
  }

  private func folder(_ path: String) throws -> ReproductionFolder {
    try Folder.create(path + "/findings")
    return ReproductionFolder(path)
  }

  @Test func `killed between networks and within one, it ends with the same record`() throws {
    let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
    var seen: [String] = []
    let expected = try stages { progress in
      seen.append(progress.model)
      return true
    }.certification(in: folder(whole.path))
    // Each is announced, in the order of the record.
    #expect(seen.reduce(into: []) { if $0.last != $1 { $0.append($1) } } == Self.names)
    check(expected)

    var record: CertificationStudyRecord?
    for place in [1, 4] {
      for isTraining in [true, false] {
        do {
          record = try stages { progress in
            guard progress.model == Self.names[place] else { return true }
            if case .training(let state) = progress.activity {
              return !isTraining || state.step < 2
            }
            return false
          }.certification(in: folder(parts.path))
        } catch is Reproduction.Interrupted {}
        #expect(record == nil)
      }
      let kept = try Folder.names(in: parts.path + "/findings")
      #expect(kept.count == place)
    }
    record = try stages().certification(in: folder(parts.path))
    #expect(record == expected)
    // Found again, not made again.
    let again = try stages { _ in
      Issue.record("something is done")
      return true
    }.certification(in: folder(parts.path))
    #expect(again == expected)
  }

  private func check(_ record: CertificationStudyRecord) {
    #expect(record.epsilon == 0.1 && record.examples == 30 && record.unitExamples == 30)
    #expect(record.models.map(\.name) == Self.names)
    for model in record.models {
      #expect(model.certifiedAccuracy >= max(model.intervalAccuracy, model.linearAccuracy))
      #expect(model.certifiedAccuracy <= model.intervalAccuracy + model.linearAccuracy)
      #expect(model.attackedAccuracy <= model.naiveAccuracy)
      #expect(model.attackedAccuracy <= model.cleanAccuracy)
      #expect(model.undecided >= 0)
      #expect(model.layers.map(\.name) == ["layer 1", "layer 2", "logits"])
      #expect(model.layers.map { $0.units == nil } == [false, false, true])
      for units in model.layers.compactMap(\.units) + [model.units] {
        #expect(units.provenSaturated <= units.stable && units.stable <= 1)
        #expect(units.provenSaturated <= units.saturated)
        if model.activation == .sigmoid { #expect(units.provenSaturated == units.stable) }
      }
      let hasPenalty = [.saturating, .certifiedSaturating].contains(model.training)
      #expect((model.penaltyWeight != nil) == hasPenalty)
    }
    // Three layers and their mean, three accuracies, two nonlinearities and both.
    #expect(record.relations.count == 36)
    #expect(Set(record.relations.map(\.networks)) == [5, 10])
  }

  @Test func `an attack on what is certified is an error that says where`() throws {
    let check = CertificationCheck(
      model: "certified-relu", epsilon: 0.1, examples: SmallData.examples(4, seed: 1))
    try check.check([0.5, -1, 0, 2], by: "linear bounds", standing: [0, 3])
    try check.check([-.infinity, -1, 0, -2], by: "linear bounds", standing: [])
    let error = #expect(throws: ExperimentError.self) {
      try check.check([0.5, -1, 0.25, 2], by: "linear bounds", standing: [0, 1])
    }
    #expect(error?.code == .contradiction && error?.fault == .program)
    let label = SmallData.examples(4, seed: 1).labels[2]
    #expect(
      error?.message
        == "An attack broke test example 2, of class \(label), of 'certified-relu' at ε 0.1, but "
        + "linear bounds certify it with a margin of 0.25. One of both is wrong, which is an error of "
        + "Plateau: report it with this message and the network's 'model.safetensors'.")
  }

  @Test func `records without a study are still read`() throws {
    let record = ReproductionRecord(
      environment: RunEnvironment(data: "none", dataChecksum: "", threads: 1), isQuick: true,
      seed: 1, trainingExamples: 1, testExamples: 1, models: [], claims: [], seconds: 1)
    let bytes = try JSONEncoder().encode(record)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("certification"))
    #expect(try JSONDecoder().decode(ReproductionRecord.self, from: bytes) == record)
    var other = record
    other.certification = CertificationStudyRecord(
      epsilon: 0.1, examples: 2, unitExamples: 1, models: [])
    let copy = try JSONDecoder().decode(
      ReproductionRecord.self, from: JSONEncoder().encode(other))
    #expect(copy == other && copy != record)
  }
}
