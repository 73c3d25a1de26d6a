import PlateauFormats
import Testing

@Suite("Conditions in ONNX graphs")
struct ONNXConditionTests {
  @Test("They are exact, at ties too, and so are choices by them")
  func nodes() throws {
    let all = try ONNXCollection("conditions")
    #expect(all.names.count == 46)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, let file):
        // Constants are chosen by products, of which the inverse of a factor is rounded.
        #expect(error <= (name == "where-constants" ? 0x1p-52 : 0), "\(name)")
        #expect(file.notes.count { $0.contains("are steps of slope 0") } == 1, "\(name)")
      case .refused(let message): Issue.record("\(name): \(message)")
      }
    }
  }

  typealias Node = ONNXBytes.Node

  static func message(_ nodes: [Node]) -> String? {
    Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([-1, 3], nodes, []).bytes, named: "m.onnx")
    }
  }

  @Test func `the note names the first condition`() throws {
    let nodes = [
      Node(operation: "Less", inputs: ["x", "x"], output: "b", name: "first"),
      Node(operation: "Not", inputs: ["b"], output: "n"),
      Node(operation: "Where", inputs: ["n", "x", "x"], output: "y"),
    ]
    let file = try ONNXFile(
      parsing: ONNXGraphTests.graph([-1, 3], nodes, []).bytes, named: "m.onnx")
    #expect(
      file.notes == [
        "Conditions, the first of them in node 'first' (Less), are steps of slope 0: gradients do not pass "
          + "through them, but for those of a softened network."
      ])
  }

  @Test func `what is not true or false is no condition`() {
    let rest = "takes 'x' as BOOL, which it is not. \(ONNXBadFileTests.damaged)"
    #expect(
      Self.message([Node(operation: "Where", inputs: ["x", "x", "x"], output: "y", name: "c")])
        == "Node 'c' (Where) of 'm.onnx' \(rest)")
    #expect(
      Self.message([Node(operation: "Not", inputs: ["x"], output: "y", name: "c")])
        == "Node 'c' (Not) of 'm.onnx' \(rest)")
    #expect(
      Self.message([
        Node(operation: "Equal", inputs: ["x", "x"], output: "b"),
        Node(operation: "And", inputs: ["b", "x"], output: "y", name: "c"),
      ]) == "Node 'c' (And) of 'm.onnx' \(rest)")
  }
}
