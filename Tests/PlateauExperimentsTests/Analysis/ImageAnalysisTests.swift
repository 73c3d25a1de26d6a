import Foundation
import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Analyses of convolutional and residual networks")
struct ImageAnalysisTests {
  static let architectures: [@Sendable () throws -> Architecture] = [
    {
      try .convolutional(
        input: SmallData.shape, channels: [3, 4], units: 5, activation: .sigmoid, classes: 3)
    },
    {
      try .residual(
        input: SmallData.shape, channels: [3, 4], blocks: 1, activation: .tanh, classes: 3)
    },
  ]

  private func record(
    _ architecture: Architecture, _ change: (inout AnalysisPlan) -> Void = { _ in }
  ) throws -> AnalysisRecord {
    var generator = SeededGenerator(seed: 6, purpose: "network")
    let random = Network<Float>(architecture, initializer: .glorotUniform, using: &generator)
    var plan = AnalysisPlan(
      pairs: [.init(from: 0, to: 1)], jacobianExamples: 60, stimuli: 20, points: 3)
    change(&plan)
    let finding = try Analysis(
      Network<Double>(random), on: SmallData.examples(80, seed: 1), plan: plan,
      workers: Workers(threads: 2)
    ).run(model: "model", data: "small")
    return try #require(finding).record
  }

  @Test(arguments: architectures.indices)
  func `with little room Jacobians are estimated, and dimensions are of fewer examples`(
    index: Int
  ) throws {
    let architecture = try Self.architectures[index]()
    let widths = architecture.hiddenWidths
    let whole = try record(architecture)
    #expect(whole.dimensionExamples == 80)
    #expect(whole.layers.map(\.units) == widths + [3])
    #expect(whole.layers.allSatisfy { $0.stable.probes == nil && $0.stable.inputsError == nil })
    // Room for the last hidden layer's Jacobian, and for none that has more signals.
    let limit = architecture.signalCount(of: .hiddenLayer(widths.count - 1))
    let few = try record(architecture) {
      $0.largestJacobian = limit
      $0.largestActivities = 30 * (widths.max() ?? 0) + 1
      $0.probes = 16
    }
    #expect(few.dimensionExamples == 30)
    for (layer, (one, other)) in zip(whole.layers, few.layers).enumerated() {
      #expect(one.activities == other.activities && one.withinClasses == other.withinClasses)
      let isEstimated =
        layer < widths.count && architecture.signalCount(of: .hiddenLayer(layer)) > limit
      for rule in [\LayerGeometry.naive, \.stable] {
        let (exact, found) = (one[keyPath: rule], other[keyPath: rule])
        #expect(found.probes == (isEstimated ? 16 : nil) && found.zeros == exact.zeros)
        guard isEstimated else {
          #expect(found == exact)
          continue
        }
        let directions = try #require(found.directions)
        let error = try #require(found.directionsError)
        // Five standard errors, and a bias of the order of 1/probes².
        let expected = try #require(exact.directions)
        #expect(abs(directions - expected) <= 5 * error + expected / 256)
        #expect(error > 0 && error < expected)
      }
      #expect(try #require(other.activityDimensions) <= 29)
    }
    #expect(few.layers.contains { $0.stable.probes != nil })
    #expect(few.layers.contains { $0.stable.probes == nil })
    #expect(few.paths == whole.paths)
  }

  @Test func `records without the fields of wide layers are still read`() throws {
    let old = #"{"zeros": 1, "directions": 2.5, "inputs": 3}"#
    let summary = try JSONDecoder().decode(JacobianSummary.self, from: Data(old.utf8))
    #expect(summary.zeros == 1 && summary.directions == 2.5 && summary.probes == nil)
    let whole = try record(try Self.architectures[0]())
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(whole), as: UTF8.self)
    let shorter = text.replacing(#""dimensionExamples":80,"#, with: "")
    #expect(shorter.count < text.count)
    let read = try JSONDecoder().decode(AnalysisRecord.self, from: Data(shorter.utf8))
    #expect(read.dimensionExamples == nil && read.layers == whole.layers)
  }
}
