import Foundation
import PlateauData
import Testing

@Suite("Proofs on the command line")
struct CertifyTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private struct Report: Decodable {
    struct Outcome: Decodable {
      let index: Int
      let answer: String
      let margin: Double?
    }
    let examples: Int
    let cleanAccuracy: Double
    let certified: Int
    let falsified: Int
    let undecided: Int
    let certifiedAccuracy: Double
    let seconds: Double
    let outcomes: [Outcome]
  }

  private func report(_ arguments: String...) throws -> Report {
    let result = try Tool.run(
      ["certify", "run", "--data", "small.npz", "--count", "20", "--json"] + arguments,
      in: place.path)
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func `examples are certified, falsified or undecided`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    var last = 0
    for method in ["interval", "crown", "alpha-crown", "complete"] {
      let found = try report("--epsilon", "0.05", "--method", method)
      #expect(found.examples == 20)
      #expect(found.certified + found.falsified + found.undecided == 20)
      #expect(found.certifiedAccuracy == Double(found.certified) / 20)
      #expect(found.certifiedAccuracy <= found.cleanAccuracy)
      #expect(found.certified >= last)
      #expect(found.outcomes.map(\.index) == Array(0..<20))
      for outcome in found.outcomes where outcome.answer == "certified" {
        #expect(outcome.margin ?? 0 > 0)
      }
      last = found.certified
    }
    let wide = try report("--epsilon", "0.9", "--method", "crown", "--output", "wide")
    #expect(wide.falsified > 0)
    let arrays = try NPZFile.read(place.path + "/wide/counterexamples.npz")
    #expect(try arrays.array("x").shape == [wide.falsified, 4, 4])
    #expect(try arrays.array("index").integers().count == wide.falsified)
    let again = try place.plateau(
      "certify", "run", "--data", "small.npz", "--epsilon", "0.1", "--output", "wide")
    #expect(again.status == 2)
    #expect(
      again.errors
        == "Error: 'wide/certificate.json' is there already. Choose another output folder.\n")
  }

  @Test func `a property has one of three answers`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    var text = ""
    for index in 0..<16 {
      text += "(declare-const X_\(index) Real)\n"
      text += "(assert (>= X_\(index) 0.4))\n(assert (<= X_\(index) 0.6))\n"
    }
    for index in 0..<3 { text += "(declare-const Y_\(index) Real)\n" }
    try AtomicFile.write(text: text + "(assert (>= Y_0 1000))", to: place.path + "/far.vnnlib")
    try AtomicFile.write(text: text + "(assert (>= Y_0 -1000))", to: place.path + "/near.vnnlib")
    let far = try place.plateau("certify", "run", "--vnnlib", "far.vnnlib")
    #expect(far.status == 0 && far.output == "unsat\n" && far.errors.isEmpty)
    let near = try place.plateau("certify", "run", "--vnnlib", "near.vnnlib", "--output", "near")
    #expect(near.status == 0 && near.output == "sat\n")
    let lines = String(
      decoding: try FileBytes.read(place.path + "/near/counterexample.txt"), as: UTF8.self
    ).split(separator: "\n")
    #expect(lines.count == 20 && lines[0] == "sat" && lines[1].hasPrefix("((X_0 0."))
    #expect(lines[19].hasPrefix("(Y_2 ") && lines[19].hasSuffix("))"))
    let values = try NPZFile.read(place.path + "/near/counterexamples.npz").array("x").doubles()
    #expect(values.allSatisfy { $0 >= 0.4 && $0 <= 0.6 })
  }

  @Test func `wrong usage is refused`() throws {
    let both = try place.plateau(
      "certify", "run", "--vnnlib", "p.vnnlib", "--epsilon", "0.1")
    #expect(both.status == 2)
    #expect(both.errors.contains("--vnnlib says what inputs there are; leave out --epsilon."))
    for (option, value) in [
      ("--data", "small.npz"), ("--data-dir", "."), ("--count", "1"), ("--norm", "linf"),
      ("--bounds", "0,1"), ("--split", "test"),
    ] {
      let refused = try place.plateau("certify", "run", "--vnnlib", "p.vnnlib", option, value)
      #expect(refused.status == 2)
      #expect(refused.errors.contains("--vnnlib says what inputs there are; leave out \(option)."))
    }
    let neither = try place.plateau("certify", "run")
    #expect(neither.status == 2)
    #expect(neither.errors.contains("Give --epsilon, the radius of the ball, or --vnnlib"))
  }
}

/// Where the networks and properties of the competition lie, if they do: in the folder that
/// PLATEAU_VNNCOMP names, or beside the package.
private enum Competition {
  static let folder =
    ProcessInfo.processInfo.environment["PLATEAU_VNNCOMP"]
    ?? "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/../shared/vnncomp"

  static var isThere: Bool { FileBytes.isFile(folder + "/mnist-net_256x2.onnx") }
}

@Suite(
  "Answers of the verification competition",
  .enabled(if: Competition.isThere, "needs PLATEAU_VNNCOMP or ../shared/vnncomp"))
struct CompetitionAnswers {
  private func answer(_ model: String, _ property: String) throws -> String {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try Tool.run(
      ["certify", model, "--vnnlib", property, "--timeout", "300"], in: Competition.folder)
    print("\(property): \(result.output.dropLast()), \((clock.now - start) / .seconds(1)) s")
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test(arguments: ["nano", "tiny", "small"])
  func `toy networks hold`(_ name: String) throws {
    #expect(try answer("test_\(name).onnx", "test_\(name).vnnlib") == "unsat\n")
  }

  @Test(arguments: ["2_0.03", "4_0.03", "2_0.05", "4_0.05"])
  func `bounds alone prove four properties of an MNIST network`(_ name: String) throws {
    #expect(try answer("mnist-net_256x2.onnx", "mnistfc_prop_\(name).vnnlib") == "unsat\n")
  }

  /// Seconds in a release build, minutes in a debug one.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["PLATEAU_LONG_TESTS"] != nil,
      "needs PLATEAU_LONG_TESTS"),
    arguments: [
      ("0_0.03", "unsat"), ("1_0.03", "unsat"), ("3_0.03", "unsat"), ("5_0.03", "unsat"),
      ("0_0.05", "sat"), ("1_0.05", "sat"), ("3_0.05", "sat"), ("5_0.05", "sat"),
    ])
  func `the others need splits or counterexamples`(_ name: String, _ expected: String) throws {
    #expect(
      try answer("mnist-net_256x2.onnx", "mnistfc_prop_\(name).vnnlib") == expected + "\n")
  }
}
