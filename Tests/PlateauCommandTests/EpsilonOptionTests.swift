import Foundation
import PlateauData
import Testing

/// What --epsilon takes, and what is said of sizes in other units.
@Suite("The option --epsilon")
struct EpsilonOptionTests {
  private func run(_ command: String, _ epsilon: String, _ more: String...) throws -> Tool.Result {
    let shared = try OptionPlace.shared.get()
    let attack = command == "attack" ? ["--attack", "FGSM"] : []
    let fast = command == "audit" ? ["--quick"] : command == "certify" ? ["--method", "CROWN"] : []
    return try Tool.run(
      [command, "run", "--count", "3", "--quiet", "--epsilon=" + epsilon] + attack + fast
        + (more.contains("--data") ? [] : ["--data", "small.npz"]) + more, in: shared.place.path)
  }

  @Test(arguments: ["attack", "audit", "certify"])
  func `takes fractions`(command: String) throws {
    for text in ["8/255", " 8 / 255"] {
      let result = try run(command, text, "--json")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.contains("\"epsilon\" : \(8.0 / 255)"))
    }
  }

  @Test func `refuses other texts`() throws {
    func message(_ command: String, _ epsilon: String) throws -> String {
      let result = try run(command, epsilon)
      #expect(result.status == 2 && result.output.isEmpty)
      return result.errors.split(separator: "\n").first.map(String.init) ?? ""
    }
    for command in ["attack", "certify"] {
      for text in ["much", "-1", "8/0", "inf"] {
        #expect(
          try message(command, text)
            == "Error: --epsilon is '\(text)'; give a number, 0 or more, such as 0.1 or 8/255.")
      }
      #expect(
        try message(command, "0.1,8/255")
          == "Error: --epsilon is '0.1,8/255', but \(command) takes a single number. Give one of them; "
          + "'plateau audit' takes several.")
    }
    for (text, part) in [("0.1,x", "x"), ("0", "0"), ("0.1,,0.2", ""), ("8/255,-1", "-1")] {
      #expect(
        try message("audit", text)
          == "Error: --epsilon has '\(part)'; give positive numbers, such as 0.1,0.25 or 8/255.")
    }
    #expect(
      try message("audit", "8/255, 8/255")
        == "Error: --epsilon has '8/255' twice; give each number once.")
  }

  @Test(arguments: ["attack", "audit", "certify"])
  func `warns of other units`(command: String) throws {
    let wide = try run(command, "8")
    #expect(wide.status == 0)
    #expect(
      wide.errors
        == "Warning: epsilon is 8, but inputs go from 0 to 1: every input is in the ball of every "
        + "other. epsilon is in the units of the data: 8/255 = 0.0314 for data in [0, 1].\n")
    let narrow = try run(
      command, "8/255", "--data", "scaled.npz", "--bounds", "0,256", "--std", "256")
    #expect(narrow.status == 0)
    #expect(
      narrow.errors
        == "Warning: epsilon is 0.0314, but inputs go from 0 to 256, so that it is less than one of "
        + "255 levels. epsilon is in the units of the data: 0.0314 of data in [0, 1] is 8.031 here.\n"
    )
  }

  @Test func `is as wide as one likes where the smallest perturbation is looked for`() throws {
    let shared = try OptionPlace.shared.get()
    let result = try Tool.run(
      [
        "attack", "run", "--data", "small.npz", "--count", "3", "--attack", "cw", "--steps", "5",
        "--norm", "L2", "--epsilon", "28", "--smallest", "--quiet",
      ], in: shared.place.path)
    #expect(result.status == 0 && result.errors.isEmpty)
  }
}
