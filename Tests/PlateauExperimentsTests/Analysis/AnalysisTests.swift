import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Analyses")
struct AnalysisTests {
  let workers = Workers(threads: 2)

  func network(gain: Double = 1) throws -> Network<Double> {
    let architecture = try Architecture.multilayerPerceptron(
      input: SmallData.shape, widths: [12, 8], activation: .sigmoid, classes: 3)
    var generator = SeededGenerator(seed: 3, purpose: "network")
    let random = Network<Float>(architecture, initializer: .glorotUniform, using: &generator)
    // Numbers of single precision, as models have: both precisions see the same network.
    return Network<Double>(random).multiplyingHiddenLayers(by: gain)
  }

  func finding(
    _ network: Network<Double>, threads: Int = 2, _ observe: (String) -> Bool = { _ in true }
  ) throws -> Analysis.Finding? {
    let plan = AnalysisPlan(
      pairs: [.init(from: 0, to: 1), .init(from: 2, to: 0)], jacobianExamples: 20, stimuli: 30,
      points: 7)
    return try Analysis(
      network, on: SmallData.examples(50, seed: 1), plan: plan, workers: Workers(threads: threads)
    ).run(model: "model", data: "small", observe)
  }

  @Test func `a record holds what the library measures`() throws {
    let network = try network()
    let finding = try #require(try finding(network))
    let record = finding.record
    #expect(record.examples == 50 && record.jacobianExamples == 20 && record.stimuli == 30)
    #expect(record.layers.map(\.name) == ["layer 1", "layer 2", "logits"])
    #expect(record.layers.map(\.units) == [12, 8, 3])
    let examples = SmallData.examples(50, seed: 1)
    let inputs = examples.inputs.converted(to: Double.self)
    let hidden = network.hiddenLayers(at: inputs, workers: workers)
    #expect(record.layers[1].saturatedFraction == hidden[1].saturatedFraction)
    #expect(record.layers[2].saturatedFraction == nil)
    #expect(
      record.layers[0].activityDimensions
        == ParticipationRatio.of(activities: hidden[0].activities))
    let found = network.participation(
      of: .hiddenLayer(1), at: inputs.rows(0..<20), rule: .stable, workers: workers)
    let mean = found.compactMap(\.directions).reduce(0, +) / 20
    #expect(record.layers[1].stable.directions == mean)
    #expect(
      finding.dissimilarities.map(\.labels)
        == Array(
          repeating: examples.labels.prefix(30).sorted(), count: 3))
    #expect(record.layers[2].separation == finding.dissimilarities[2].separation)
    // At gain 1 both precisions agree.
    for layer in record.layers {
      let (naive, stable) = (layer.naive.directions ?? 0, layer.stable.directions ?? 1)
      #expect(abs(naive / stable - 1) < 1e-4)
      #expect(layer.naive.zeros == 0 && layer.stable.zeros == 0)
    }
    for path in record.paths {
      #expect(examples.labels[path.sourceExample] == path.source)
      #expect(examples.labels[path.targetExample] == path.target)
      let (naive, stable) = (path.naive.fisher ?? 0, path.stable.fisher ?? 1)
      #expect(abs(naive - stable) < 1e-3)
      #expect(path.stable.fisherLost == 0 && path.naive.euclideanLost == 0)
    }
    #expect(finding.paths[0].stable.count == 7)
  }

  @Test func `at a high gain the naive side loses what the stable one keeps`() throws {
    let record = try #require(try finding(try network(gain: 3000))).record
    #expect(record.layers.allSatisfy { $0.stable.zeros == 0 })
    #expect(record.layers[2].naive.zeros > 0)
    #expect(record.layers[1].saturatedFraction ?? 0 > 0.9)
    #expect(record.paths.allSatisfy { $0.stable.fisherLost == 0 && $0.stable.euclideanLost == 0 })
    #expect(record.paths.contains { $0.naive.euclideanLost > 0 })
  }

  @Test func `it is the same for any number of threads, and stops when asked to`() throws {
    let network = try network()
    let one = try #require(try finding(network, threads: 1))
    let four = try #require(try finding(network, threads: 4))
    #expect(one.record == four.record)
    #expect(one.dissimilarities == four.dissimilarities)
    var parts: [String] = []
    _ = try finding(network) { part in
      parts.append(part)
      return true
    }
    #expect(
      parts == [
        "activities", "dissimilarities of layer 1", "Jacobian of layer 1",
        "dissimilarities of layer 2", "Jacobian of layer 2", "dissimilarities of logits",
        "Jacobian of logits", "path 0 → 1", "path 2 → 0",
      ])
    for part in parts { #expect(try finding(network) { $0 != part } == nil) }
  }

  @Test func `records are written and read again`() throws {
    let place = try TemporaryFolder()
    let finding = try #require(try finding(try network()))
    let folder = try AnalysisFolder(place.path + "/analysis")
    try folder.write(finding)
    #expect(try AnalysisFolder.record(in: folder.path) == finding.record)
    #expect(try AnalysisFolder.record(in: place.path) == nil)
    let arrays = try NPZFile.read(folder.path + "/analysis.npz")
    #expect(
      try arrays.array("dissimilarity_logits").values(as: Double.self)
        == finding.dissimilarities[2].values.elements)
    #expect(
      try arrays.array("path_2_0_log10_euclidean_stable").values(as: Double.self)
        == finding.paths[1].stable.map(\.euclideanLength.log10))
    #expect(try arrays.array("path_0_1_log10_singular_logits_naive").shape == [7, 3])
    #expect(throws: ExperimentError.self) { try AnalysisFolder(folder.path) }
  }

  @Test func `activities that overflow are named`() throws {
    var network = try network()
    for index in network.parameters.indices { network.parameters[index] *= 1e200 }
    for index in network.parameters.indices.suffix(27) { network.parameters[index] = 1.7e308 }
    let error = #expect(throws: ExperimentError.self) { try finding(network) }
    #expect(error?.message.hasPrefix("The activities of 'model' are not finite: unit ") ?? false)
    #expect(error?.message.contains("of logits is inf at example ") ?? false)
  }

  @Test func `plans follow the number of classes`() {
    #expect(AnalysisPlan(classes: 10).pairs.map(\.source) == [1, 3, 6, 0])
    #expect(AnalysisPlan(classes: 10).pairs.map(\.target) == [7, 7, 9, 6])
    #expect(AnalysisPlan(classes: 3).pairs.map(\.target) == [1, 2, 0])
    #expect(AnalysisPlan(classes: 2).pairs.map(\.source) == [0, 1])
  }
}
