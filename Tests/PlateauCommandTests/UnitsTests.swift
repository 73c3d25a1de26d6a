import Foundation
import PlateauData
import PlateauNumerics
import Testing

/// The command line on data in other units and layouts.
@Suite("Data in its own units")
struct UnitsTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    let file = try NPZFile.read(place.path + "/small.npz")
    let x = try file.array("x_test")
    var builder = NPZBuilder()
    builder.add("x", NPYArray(x.floats().map { $0 * 256 }, shape: x.shape))
    builder.add("labels", try file.array("y_test"))
    try builder.write(to: place.path + "/scaled.npz")
    var columns = NPZBuilder()
    columns.add("x", NPYArray(x.floats(), shape: x.shape + [1]))
    columns.add("y", try file.array("y_test"))
    try columns.write(to: place.path + "/last.npz")
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try Tool.run(arguments + ["--json", "--quiet"], in: place.path)
    #expect(result.status == 0, "\(result.errors)")
    let record = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(record as? [String: Any])
  }

  private let scaled = ["--data", "scaled.npz", "--bounds", "0,256", "--std", "256"]

  @Test func `attack, evaluate and audit give what they give in units of 0 to 1`() throws {
    let plain = ["--data", "small.npz"]
    for (command, options) in [
      (["evaluate", "run"], []),
      (["attack", "run", "--attack", "pgd,square", "--steps", "10", "--count", "40"], [0.1]),
      (["audit", "run", "--quick", "--count", "12"], [0.05]),
    ] {
      func arguments(_ data: [String], _ factor: Double) -> [String] {
        command + data + options.flatMap { ["--epsilon", "\($0 * factor)"] }
      }
      let first = try json(arguments(plain, 1))
      let second = try json(arguments(scaled, 256))
      for key in ["accuracy", "cleanAccuracy", "certifiedAccuracy"] {
        #expect(first[key] as? Double == second[key] as? Double)
      }
      let worst = [first, second].map { ($0["worstCase"] as? [String: Double])?["robustAccuracy"] }
      #expect(worst[0] == worst[1])
      guard command[0] != "evaluate" else { continue }
      #expect(second["bounds"] as? [Double] == [0, 256])
    }
  }

  @Test func `predict takes the same units`() throws {
    let x = try NPZFile.read(place.path + "/scaled.npz").array("x")
    try x.write(to: place.path + "/scaled.npy")
    try NPYArray(x.floats().map { $0 / 256 }, shape: x.shape).write(to: place.path + "/x.npy")
    let predict = ["predict", "run", "--precision", "double", "--inputs"]
    let first = try Tool.run(predict + ["x.npy", "--output", "a.npy"], in: place.path)
    let second = try Tool.run(
      predict + ["scaled.npy", "--output", "b.npy", "--std", "256", "--bounds", "0,256"],
      in: place.path)
    #expect(first.status == 0 && second.status == 0)
    #expect(
      try FileBytes.read(place.path + "/a.npy") == FileBytes.read(place.path + "/b.npy"))
    let outside = try Tool.run(
      predict + ["scaled.npy", "--output", "b.npy", "--bounds", "0,1"], in: place.path)
    #expect(
      outside.status == 2 && outside.errors.contains("inputs lie in [0, 1]. The array goes from"))
  }

  @Test func `arrays come back in the shape that they had`() throws {
    let attack = try place.plateau(
      "attack", "run", "--data", "last.npz", "--attack", "fgsm", "--epsilon", "0.1", "--output",
      "out", "--quiet")
    #expect(attack.status == 0 && attack.errors.isEmpty)
    let arrays = try NPZFile.read(place.path + "/out/adversarial.npz")
    #expect(try arrays.array("x_fgsm").shape == [200, 4, 4, 1])
    #expect(try arrays.array("x_fgsm").type == .float)
    let certify = try place.plateau(
      "certify", "run", "--data", "last.npz", "--epsilon", "0.9", "--method", "interval",
      "--count", "5", "--output", "proofs", "--quiet")
    #expect(certify.status == 0)
    let found = try NPZFile.read(place.path + "/proofs/counterexamples.npz").array("x")
    #expect(found.shape.dropFirst() == [4, 4, 1] && found.type == .double)
  }

  @Test func `wrong options are status 2, with what to give`() throws {
    let run = ["evaluate", "run"] + ["--data", "scaled.npz"]
    func errors(_ arguments: [String]) throws -> String {
      let result = try Tool.run(run + arguments, in: place.path)
      #expect(result.status == 2)
      return result.errors
    }
    #expect(try errors(["--bounds", "1,0"]).contains("--bounds is '1,0'; give two numbers"))
    #expect(try errors(["--bounds", "0"]).contains("give two numbers"))
    #expect(try errors(["--bounds", "0,x"]).contains("--bounds has 'x'; give finite numbers"))
    #expect(try errors(["--std", "0"]).contains("a standard deviation is more than 0"))
    #expect(
      try errors(["--bounds", "0,256", "--mean", "-1,2"]).contains(
        "--mean has 2 numbers, but the model's input 1×4×4 has 1 channel; give one number"))
    #expect(try errors([]).contains("give its range with --bounds 0,255, or scale it."))
  }
}
