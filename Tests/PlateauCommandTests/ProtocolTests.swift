import Foundation
import PlateauData
import PlateauNumerics
import Testing

@Suite("Line protocol")
struct ProtocolTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func lines(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func events(_ lines: [[String: Any]]) -> [String] {
    lines.compactMap { $0["event"] as? String }
  }

  @Test func `a command says how far it is, and its record once`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    let arguments = [
      "attack", "run", "--data", "small.npz", "--count", "999", "--attack", "pgd", "--epsilon",
      "0.1",
      "--json",
    ]
    let spoken = try Tool.run(arguments + ["--protocol", "1"], in: place.path)
    #expect(spoken.status == 0 && spoken.errors.isEmpty)
    let lines = try lines(spoken.output)
    let events = events(lines)
    #expect(events.first == "begin" && events.last == "result")
    #expect(lines[0]["protocol"] as? Int == 1)
    #expect(events.count { $0 == "result" } == 1 && events.contains("progress"))
    let note = lines.first { $0["event"] as? String == "note" }?["text"] as? String
    #expect(note?.hasPrefix("--count is 999, but 'small.npz' has ") == true, "\(note ?? "")")
    let plain = try Tool.run(arguments + ["--quiet"], in: place.path)
    let record = try #require(lines.last?["record"] as? [String: Any])
    let expected = try #require(
      try JSONSerialization.jsonObject(with: Data(plain.output.utf8)) as? [String: Any])
    #expect(record["cleanAccuracy"] as? Double == expected["cleanAccuracy"] as? Double)
    #expect(
      (record["worstCase"] as? NSDictionary) == (expected["worstCase"] as? NSDictionary))
  }

  @Test func `what else a command writes goes to standard error`() throws {
    let arguments = place.training("run").filter { $0 != "--quiet" }
    let spoken = try Tool.run(arguments + ["--protocol", "1"], in: place.path)
    #expect(spoken.status == 0)
    #expect(spoken.errors.contains("training accuracy"))
    #expect(try events(lines(spoken.output)).contains("log"))
  }

  @Test func `an error is the last line`() throws {
    let spoken = try Tool.run(
      ["attack", "none.onnx", "--attack", "pgd", "--epsilon", "0.1", "--protocol", "1"],
      in: place.path)
    #expect(spoken.status == 2)
    let last = try #require(try lines(spoken.output).last)
    #expect(last["event"] as? String == "error" && last["status"] as? Int == 2)
    #expect(
      spoken.errors
        == "Error: \(last["text"] as? String ?? "")\n".replacing(place.path, with: "DIR"))
    let other = try Tool.run(
      ["evaluate", "run", "--protocol", "2"], in: place.path)
    #expect(other.status == 2)
    #expect(other.errors.hasPrefix("Error: --protocol is 2; this version speaks 1.\n"))
  }

  // MARK: - Models that answer

  private func callable(_ text: String) throws -> Tool.Result {
    try AtomicFile.write(text: text, to: place.path + "/f.callable")
    return try Tool.run(
      [
        "attack", "f.callable", "--data", "small.npz", "--attack", "square", "--epsilon", "0.1",
        "--protocol", "1",
      ], in: place.path)
  }

  @Test func `files that stand for no model are refused`() throws {
    let expected =
      "; expected JSON such as {\"name\": \"f\", \"input\": [3, 32, 32], \"classes\": 10}, with 1 to "
      + "3 positive sides and at least 2 classes. Correct it.\n"
    let cases = [
      ("{}", "is no such object"),
      ("{\"name\": \"f\", \"input\": [1, 1, 4, 4], \"classes\": 3}", "has the input [1, 1, 4, 4]"),
      ("{\"name\": \"f\", \"input\": [0], \"classes\": 3}", "has the input [0]"),
      ("{\"name\": \"f\", \"input\": [4, 4], \"classes\": 1}", "has 1 classes"),
    ]
    for (text, found) in cases {
      let result = try callable(text)
      #expect(result.status == 2)
      #expect(result.errors == "Error: 'f.callable' \(found)\(expected)")
    }
  }

  @Test func `a model needs whoever answers for it`() throws {
    let text = "{\"name\": \"f\", \"input\": [1, 4, 4], \"classes\": 3}"
    try AtomicFile.write(text: text, to: place.path + "/f.callable")
    func errors(_ more: String...) throws -> String {
      try Tool.run(
        ["audit", "f.callable", "--epsilon", "0.1"] + more, in: place.path
      ).errors
    }
    #expect(
      try errors()
        == "Error: 'f.callable' stands for a model that answers on standard input, but no "
        + "--protocol says so. Run it from a program that answers, with --protocol 1.\n")
    #expect(
      try errors("--protocol", "1", "--mean", "0.5")
        == "Error: 'f.callable' is asked as it is: leave "
        + "out --mean, --std, --output-node, --fix, --draws and --draw-seed.\n")
    #expect(
      try errors("--protocol", "1")
        == "Error: 'f.callable' does not say what it was trained on. Give "
        + "examples with --data.\n")
  }
}
