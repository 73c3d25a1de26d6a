import Foundation
import GoldenValues
import PlateauData
import PlateauNumerics
import Testing

@Suite("What is correct, on the command line")
struct CorrectnessTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private static var fixture: String { Fixture.path("onnx/ties.onnx") }

  static let tied =
    "6 of 10 examples are tied: the label has the largest logit together with another class, "
    + "counted as an error. A ReLU on the logits or a constant model does this.\n"

  /// Two of each class beyond the ties of the network, and three of each among them.
  private func writeExamples() throws {
    var builder = NPZBuilder()
    let values: [Float] = (0..<10).flatMap { [Float($0) / 10 + 0.05, 1] }
    builder.add("x", NPYArray(values, shape: [10, 2]))
    builder.add("y", NPYArray([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], shape: [10]))
    try builder.write(to: place.path + "/ten.npz")
  }

  private func run(_ command: String, _ more: String...) throws -> Tool.Result {
    try Tool.run(
      [command, Self.fixture, "--data", "ten.npz", "--quiet"] + more, in: place.path)
  }

  @Test func `one accuracy is said by every command, and how many examples are tied`() throws {
    try writeExamples()
    let evaluated = try run("evaluate")
    #expect(evaluated.status == 0)
    #expect(evaluated.output.contains("accuracy                    40.00 %\n"))
    #expect(evaluated.output.contains("\n" + Self.tied))
    let attacked = try run(
      "attack", "--attack", "pgd,square", "--steps", "20", "--epsilon", "0.01")
    #expect(attacked.output.contains("\nclean                       40.0 %\n"))
    #expect(attacked.output.hasSuffix("\n" + Self.tied))
    let certified = try run("certify", "--epsilon", "0")
    let table = certified.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      table.dropFirst().prefix(4) == [
        ["clean", "10", "40.0", "%"], ["certified", "4", "40.0", "%"],
        ["falsified", "6", "60.0", "%"], ["undecided", "0", "0.0", "%"],
      ])
    #expect(certified.output.hasSuffix("\n" + Self.tied))
    let audited = try run("audit", "--epsilon", "0.01", "--quick")
    #expect(audited.output.contains("clean                              40.0 %\n"))
    #expect(audited.output.contains("\n" + Self.tied + "check cleanAccuracy fails: 4 of 10 "))
    #expect(
      audited.output.contains(
        "\nverdict  INCONCLUSIVE: the label ties with another class on 6 of 10 examples, as after a "
          + "ReLU on the logits, or where a model is constant\n"))
    // An audit says it itself.
    #expect(!audited.errors.contains("Warning"))
    for result in [evaluated, attacked, certified] {
      #expect(
        result.errors.contains(
          "Warning: 4 of 10 examples are classified correctly, 40.0 %; a guess gets 50.0 %, and the "
            + "model is 51."))
      #expect(
        result.errors.hasSuffix(
          " Nothing that is measured on them says anything about the model. Likely: the label ties "
            + "with another class on 6 of 10 examples, as after a ReLU on the logits, or where a model "
            + "is constant.\n"))
    }
  }

  @Test func `JSON has the counts, and audits require the new verdict by name`() throws {
    try writeExamples()
    for command in [
      ["evaluate"], ["attack", "--attack", "fgsm", "--epsilon", "0.01"],
      ["certify", "--epsilon", "0.01"], ["audit", "--epsilon", "0.01", "--quick"],
    ] {
      let result = try Tool.run(
        [command[0], Self.fixture, "--data", "ten.npz", "--quiet", "--json"]
          + command.dropFirst(), in: place.path)
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(record["ties"] as? Int == 6 && record["notFinite"] as? Int == 0, "\(command)")
    }
    let strict = try run("audit", "--epsilon", "0.01", "--quick", "--require", "OVERESTIMATED")
    #expect(strict.status == 0)
    let help = try place.plateau("audit", "--help")
    #expect(help.output.contains("OVERESTIMATED"))
  }
}
