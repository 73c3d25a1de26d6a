import GoldenValues
import PlateauData
import PlateauFormats
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

/// That numbers which a network has and its file has not are no weights.
@Suite("Parameters that are written out")
struct WrittenOutParametersTests {
  /// What SciPy says of the kernels in the file; see Fixtures/onnx/make-groups.py.
  static let expected: [(count: Int, kurtosis: Double)] = [
    (108, 3.35649853991006), (54, 0.6946616781888393), (216, 2.244838857781252),
    (144, 1.2134618450911132), (768, 1.257099769678125),
  ]

  private var path: String { Fixture.path("onnx/groups.onnx") }

  private func check(_ description: ModelDescription) throws {
    // 1296 numbers are the file's; the ReLU at the end puts out the logits itself.
    #expect(description.parameters == 1296)
    #expect(description.writtenOut == 3)
    #expect(description.layers.reduce(0) { $0 + $1.parameters } == 1296)
    #expect(description.weights.map(\.name) == (1...5).map { "layer \($0)" })
    #expect(description.weights[1].shape == [6, 1, 3, 3])
    for (weights, expected) in zip(description.weights, Self.expected) {
      #expect(weights.distribution.count == expected.count)
      let kurtosis = try #require(weights.distribution.excessKurtosis)
      // Sums of at most 768 terms.
      #expect((kurtosis - expected.kurtosis).magnitude < 1e-11)
    }
  }

  @Test func `statistics are of the numbers in the file, its own zeros among them`() throws {
    let loaded = try LoadedModel(path)
    try check(ModelDescription(loaded.source))
    let sparse = try #require(
      ModelDescription(loaded.source).weights[3].distribution.histogram.counts.max())
    #expect(sparse > 30)
  }

  @Test func `a converted model keeps what is written out`() throws {
    let folder = try TemporaryFolder()
    for name in ["double.safetensors", "single.safetensors"] {
      let target = folder.path + "/" + name
      _ = try ModelConversion(
        try LoadedModel(path), precision: name.hasPrefix("double") ? .double : .float
      ).write(to: target)
      try check(ModelDescription(ModelFile(target)))
    }
  }

  @Test func `an analysis takes the numbers in the file, too`() throws {
    let loaded = try LoadedModel(path)
    var generator = SeededGenerator(seed: 1, purpose: "images")
    let examples = Examples(
      inputs: Matrix(
        rows: 12, columns: 256, elements: (0..<12 * 256).map { _ in Float(generator.uniform(0, 1)) }
      ),
      labels: (0..<12).map { $0 % 3 }, classCount: 3,
      shape: InputShape(channels: 4, height: 8, width: 8))
    let plan = AnalysisPlan(pairs: [], jacobianExamples: 1, stimuli: 6, points: 3)
    let finding = try #require(
      try Analysis(
        loaded.network, on: examples, plan: plan, without: loaded.writtenOut,
        workers: Workers(threads: 1)
      ).run(model: "m", data: "d"))
    // Those of the logits are the nearest before.
    #expect(finding.record.layers.map(\.weights.count) == [108, 54, 216, 144, 768, 768])
  }

  @Test func `places are read from text, and what is none is none`() {
    let places = WrittenOutParameters([2..<4, 4..<4, 7..<9])
    #expect(places.text == "2-4,7-9" && places.count == 4)
    let key = WrittenOutParameters.key
    #expect(WrittenOutParameters(metadata: [key: "2-4,7-9"], count: 9) == places)
    for text in ["", "2-4,3-9", "2-4,7-10", "4-2", "a-b", "1-2-3", "-1-2", "2", "7-9,2-4"] {
      #expect(WrittenOutParameters(metadata: [key: text], count: 9).ranges.isEmpty, "\(text)")
    }
    #expect(places.count(in: 3..<8) == 2)
    #expect(places.own(1..<9, of: (0..<10).map { Double($0) }) == [1, 4, 5, 6])
    #expect(places.own(2..<4, of: (0..<10).map { Double($0) }).isEmpty)
  }
}
