import PlateauCertification
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

/// relu(x + 2²⁴) − 2²⁴ of an x in [0.4, 0.5], which is x, and 0 in single precision.
@Suite("Counterexamples in real arithmetic that are none with roundings")
struct RoundingAnswerTests {
  private func verification(
    _ assertion: String, precision: Precision, in folder: TemporaryFolder
  ) throws -> PropertyVerification {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(1), widths: [1], activation: .relu, classes: 1)
    let network = try Network<Double>(architecture, parameters: [1, 0x1p24, 1, -0x1p24])
    let path = folder.path + "/model.safetensors"
    switch precision {
    case .float: try NetworkFile(Network<Float>(network)).write(to: path)
    case .double: try NetworkFile(network).write(to: path)
    }
    let text =
      "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (>= X_0 0.4))(assert (<= X_0 0.5))"
      + assertion
    return try PropertyVerification(
      LoadedModel(path, allowsSingleOutput: true),
      VNNLIBProperty(parsing: Array(text.utf8), named: "p.vnnlib"), workers: Workers(threads: 1))
  }

  @Test func `both margins are given where one of both violates`() throws {
    let folder = try TemporaryFolder()
    let single = try verification("(assert (>= Y_0 0.45))", precision: .float, in: folder)
    let report = try #require(single.run(method: .complete)?.report)
    #expect(report.answer == .unknown && report.reason == .rounding)
    let witness = try #require(report.counterexample)
    let margin = try #require(witness.margin)
    #expect(margin <= 0 && margin >= 0.45 - 0.5)
    #expect(witness.computedMargin == 0.45)
    #expect(
      report.doubt?.hasSuffix(
        "but not with the roundings of programs, where it is 0.45. --competition takes what is "
          + "within 1e-4.") == true)
    // Within the tolerance it is one.
    let tolerant = try #require(single.run(method: .complete, tolerance: 0.5)?.report)
    #expect(tolerant.answer == .sat && tolerant.reason == nil && tolerant.doubt == nil)
  }

  @Test func `the precision is that of the file`() throws {
    let folder = try TemporaryFolder()
    let double = try verification("(assert (>= Y_0 0.45))", precision: .double, in: folder)
    let report = try #require(double.run(method: .complete)?.report)
    #expect(report.answer == .sat)
    #expect(report.counterexample?.computedMargin ?? 1 <= 0)
  }

  @Test func `what both violate is a counterexample, what neither does is none`() throws {
    let folder = try TemporaryFolder()
    let both = try verification("(assert (>= Y_0 -0.5))", precision: .float, in: folder)
    let report = try #require(both.run(method: .complete)?.report)
    #expect(report.answer == .sat && report.counterexample?.computedMargin == -0.5)
    let neither = try verification("(assert (>= Y_0 0.51))", precision: .float, in: folder)
    #expect(neither.run(method: .complete)?.report.answer == .unsat)
  }

  @Test func `an input of single precision is preferred`() throws {
    let folder = try TemporaryFolder()
    let both = try verification("(assert (>= Y_0 -0.5))", precision: .float, in: folder)
    let found = try #require(both.run(method: .complete)?.counterexample)
    #expect(found.input.allSatisfy { Double(Float($0)) == $0 })
  }
}
