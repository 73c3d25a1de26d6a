import PlateauData
import PlateauNetworks
import Testing

@testable import PlateauExperiments

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Plans of reproductions")
struct ReproductionPlanTests {
  static let perceptrons = [
    "vanilla-sigmoid", "vanilla-sigmoid × 300", "vanilla-sigmoid, logits × 30",
    "adversarial-sigmoid", "saturating-sigmoid", "saturating-sigmoid × 300",
    "saturating-sigmoid, logits × 30", "vanilla-relu", "adversarial-relu", "saturating-relu",
  ]
  static let convolutional = [
    "vanilla-sigmoid-cnn", "vanilla-sigmoid-cnn × 300", "vanilla-sigmoid-cnn, logits × 30",
    "adversarial-sigmoid-cnn", "saturating-sigmoid-cnn", "saturating-sigmoid-cnn × 300",
    "saturating-sigmoid-cnn, logits × 30", "vanilla-relu-cnn", "adversarial-relu-cnn",
    "saturating-relu-cnn",
  ]

  @Test(arguments: [false, true])
  func `normal and quick reproductions are of perceptrons`(isQuick: Bool) {
    let plan = ReproductionPlan(isQuick: isQuick)
    #expect(!plan.isFull && plan.convolutional == nil)
    #expect(plan.variants.map(\.name) == Self.perceptrons)
    #expect(plan.presets == Preset.perceptrons)
    #expect(plan.studied.map(\.name) == CertificationStudyTests.names)
    #expect(plan.compared.count == 5)
    #expect(plan.attacked.map(\.gain) == (isQuick ? [1, 1, 30, 1, 1] : [1, 1, 10, 30, 1, 1]))
    for preset in plan.presets {
      #expect(plan.attackedExamples(of: preset) == (isQuick ? 200 : 1000))
      #expect(plan.targeted(preset) == TargetedPlan(isQuick: isQuick))
      #expect(plan.fgsmExamples(of: preset) == nil)
      #expect(plan.restarts(of: preset) == (isQuick ? 1 : 2))
    }
  }

  @Test func `a full one is a normal one and the convolutional networks`() {
    let (normal, full) = (ReproductionPlan(), ReproductionPlan(isFull: true))
    #expect(full.isFull && !full.isQuick)
    #expect(full.variants.map(\.name) == Self.perceptrons + Self.convolutional)
    #expect(Array(full.attacked.prefix(6)) == normal.attacked)
    #expect(
      full.attacked.dropFirst(6).map(\.name) == [
        "vanilla-sigmoid-cnn", "saturating-sigmoid-cnn", "saturating-sigmoid-cnn × 10",
        "saturating-sigmoid-cnn × 30", "vanilla-relu-cnn", "saturating-relu-cnn",
      ])
    for preset in Preset.perceptrons {
      #expect(full.attackedExamples(of: preset) == 1000)
      #expect(full.targeted(preset) == normal.targeted(preset))
      #expect(full.fgsmExamples(of: preset) == nil && full.restarts(of: preset) == 2)
    }
    for preset in Preset.convolutional {
      #expect(full.attackedExamples(of: preset) == 200)
      #expect(full.targeted(preset).iterations == 50)
      #expect(full.fgsmExamples(of: preset) == 2000 && full.restarts(of: preset) == 1)
    }
    for preset in Preset.modern {
      #expect(full.attackedExamples(of: preset) == 200 && full.fgsmExamples(of: preset) == 2000)
    }
    #expect(full.modern.count == 8 && normal.modern.isEmpty)
    // All else is the same.
    var stripped = full
    stripped.convolutional = nil
    #expect(stripped == normal)
  }

  @Test func `geometry of convolutional networks is measured where the plan asks for it`() {
    var plan = ReproductionPlan(isFull: true)
    #expect(plan.compared == ReproductionPlan().compared)
    plan.convolutional?.measuresGeometry = true
    #expect(
      plan.compared.dropFirst(5).map(\.name) == [
        "vanilla-sigmoid-cnn", "saturating-sigmoid-cnn", "saturating-sigmoid-cnn × 300",
        "vanilla-relu-cnn", "saturating-relu-cnn",
      ])
  }

  @Test func `a plan from before there were full ones is that of a normal one`() throws {
    let file = """
      {"attackedExamples": 1000, "epsilons": [0.1, 0.25, 0.3], "gain": 300, "isQuick": false,
       "jacobianExamples": 100, "logitGain": 30, "pathPoints": 51, "seed": 0, "seeds": 1,
       "stimuli": 100, "targetedGains": [1, 10, 30], "version": 2}
      """
    let plan = try JSONDecoder().decode(ReproductionPlan.self, from: Data(file.utf8))
    #expect(plan == ReproductionPlan())
    let written = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
    #expect(!written.contains("convolutional"))
    let full = ReproductionPlan(isFull: true)
    let copy = try JSONDecoder().decode(ReproductionPlan.self, from: JSONEncoder().encode(full))
    #expect(copy == full)
    // Before there were transformers.
    let old = """
      {"attackedExamples": 200, "fgsmExamples": 2000, "measuresGeometry": false, "restarts": 1,
       "targetedIterations": 50}
      """
    #expect(
      try JSONDecoder().decode(ConvolutionalPlan.self, from: Data(old.utf8)) == ConvolutionalPlan())
  }
}
