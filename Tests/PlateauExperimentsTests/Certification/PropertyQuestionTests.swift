import Foundation
import PlateauCertification
import PlateauData
import PlateauExperiments
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// Answers that a grid decides, of models with every order of inputs and every end; more of them are
/// asked by Scripts/random-properties.
@Suite("Properties of tiny models are of the file's own inputs and outputs")
struct PropertyQuestionTests {
  private static let workers = Workers(threads: 2)
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func network(_ question: PropertyQuestion, _ loaded: LoadedModel) throws -> Network<
    Double
  > {
    guard let mean = question.mean, let std = question.std else { return loaded.network }
    return try loaded.network.normalizingInputs(means: [mean], deviations: [std])
  }

  @Test func `answers are those of the grid, and counterexamples are ones`() throws {
    var counts: [String: Int] = [:]
    for question in try PropertyQuestion.all() {
      let name = question.testDescription
      let loaded = try question.load(in: folder)
      let network = try network(question, loaded)
      let property = try VNNLIBProperty(parsing: Array(question.property.utf8), named: "p.vnnlib")
      counts[question.answer, default: 0] += 1
      guard question.answer != "refused" else {
        #expect(throws: FormatError.self, "\(name)") {
          try PropertyVerification(loaded, property, network: network, workers: Self.workers)
        }
        continue
      }
      let finding = try #require(
        try PropertyVerification(loaded, property, network: network, workers: Self.workers)
          .run(method: .complete, timeout: 60))
      #expect(finding.report.answer.rawValue == question.answer, "\(name)")
      #expect((finding.counterexample != nil) == (question.answer == "sat"), "\(name)")
      guard let found = finding.counterexample else { continue }
      #expect(found.inputSides == question.sides && found.outputSides == question.outputSides)
      for (index, value) in found.input.enumerated() {
        #expect(question.lower[index] <= value && value <= question.upper[index], "\(name)")
      }
      // Outputs are rounded, and so are probabilities.
      #expect(question.slack(found.outputs) >= -1e-9, "\(name)")
      // What the file puts out there, by way of a file.
      let outputs = try predicted(question, loaded, found.input)
      for (one, other) in zip(outputs, found.outputs) {
        #expect((one - other).magnitude <= 1e-9, "\(name)")
      }
    }
    #expect(counts["sat", default: 0] >= 40 && counts["unsat", default: 0] > 20)
    #expect(counts["refused", default: 0] > 5)
  }

  @Test func `predictions are those of ONNX Runtime`() throws {
    for question in try PropertyQuestion.all() {
      let outputs = try predicted(question, try question.load(in: folder), question.inputs)
      #expect(outputs.count == question.outputs.count)
      // Sums of a few products, in single precision on one side.
      let largest = question.outputs.reduce(1) { max($0, $1.magnitude) }
      for (one, other) in zip(outputs, question.outputs) {
        #expect((one - other).magnitude <= 1e-5 * largest, "\(question.testDescription)")
      }
    }
  }

  /// What 'predict' writes for inputs in the shape of the file, in double precision.
  private func predicted(
    _ question: PropertyQuestion, _ loaded: LoadedModel, _ values: [Double]
  ) throws -> [Double] {
    let (x, y) = (folder.path + "/x.npy", folder.path + "/y.npy")
    let count = values.count / question.lower.count
    try NPYArray(values, shape: [count] + question.sides).write(to: x)
    let prediction = Prediction(
      try network(question, loaded), interface: loaded.interface, workers: Self.workers)
    let shape = try prediction.write(inputs: x, output: y)
    #expect(shape == [count] + question.outputSides)
    let written = try NPYArray.read(y)
    #expect(written.shape == shape)
    return written.doubles()
  }
}
