import Foundation
import PlateauData
import Testing

@Suite("Lists of instances on the command line")
struct InstancesTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    let inputs = (0..<16).map {
      "(declare-const X_\($0) Real)(assert (<= 0.4 X_\($0) 0.6))\n"
    }.joined()
    let outputs = (0..<3).map { "(declare-const Y_\($0) Real)\n" }.joined()
    for (name, bound) in [("far", 1000), ("near", -1000)] {
      try AtomicFile.write(
        text: inputs + outputs + "(assert (>= Y_0 \(bound)))", to: "\(place.path)/\(name).vnnlib")
    }
    try AtomicFile.write(text: "run,far.vnnlib,60\nrun,near.vnnlib,60\n", to: place.path + "/i.csv")
  }

  private struct Record: Decodable {
    let number: Int
    let answer: String
    let message: String?
  }

  @Test func `answers are a table, lines of JSON, or events`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    let table = try place.plateau("certify", "--instances", "i.csv", "--output", "out")
    #expect(table.status == 0, "\(table.errors)")
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].split(separator: " ") == ["answer", "preparation/s", "time/s"])
    #expect(lines[1].hasPrefix("run, far.vnnlib ") && lines[1].contains(" unsat "))
    #expect(lines[2].hasPrefix("run, near.vnnlib ") && lines[2].contains(" sat "))
    #expect(lines[3] == "2 instances: 1 sat, 1 unsat.")
    // All there already.
    let json = try place.plateau("certify", "--instances", "i.csv", "--output", "out", "--json")
    #expect(json.status == 0)
    let records = try json.output.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
    #expect(records.map(\.answer) == ["unsat", "sat"] && records.map(\.number) == [1, 2])
    let spoken = try place.plateau(
      "certify", "--instances", "i.csv", "--output", "out", "--json", "--protocol", "1")
    #expect(spoken.status == 0)
    let events = spoken.output.split(separator: "\n")
    #expect(events.count { $0.contains(#""event":"log""#) && $0.contains("there already") } == 2)
    #expect(events.count { $0.hasPrefix(#"{"event":"result","record":{"instances":["#) } == 1)
  }

  @Test func `errors are in the table, and in the exit status`() throws {
    try AtomicFile.write(text: "no.onnx,far.vnnlib,60\n", to: place.path + "/i.csv")
    let found = try place.plateau("certify", "--instances", "i.csv")
    #expect(found.status == 1)
    #expect(
      found.output.hasSuffix(
        "no.onnx, far.vnnlib: error: There is no file 'no.onnx'. Check the path.\n"
          + "1 instance: 1 error.\n"))
  }

  @Test func `wrong usage is refused`() throws {
    let neither = try place.plateau("certify")
    #expect(neither.status == 2)
    #expect(
      neither.errors.contains("Give a model, or --instances, a list of models and properties."))
    for (option, value) in [
      ("--vnnlib", "p.vnnlib"), ("--mean", "0.5"), ("--std", "0.5"), ("--output-node", "a"),
      ("--fix", "a=b.npy"), ("--draws", "3"), ("--draw-seed", "1"), ("--split", "test"),
    ] {
      let refused = try place.plateau("certify", "--instances", "i.csv", option, value)
      #expect(refused.status == 2)
      #expect(
        refused.errors.contains(
          "--instances lists models as they are, and their properties; leave out \(option)."))
    }
  }
}
