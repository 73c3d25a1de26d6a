import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Recurrent nodes of ONNX graphs")
struct ONNXRecurrenceTests {
  // Single precision on one side: sums of at most 8 products, four steps in a row.
  @Test("Steps give the outputs of ONNX Runtime")
  func nodes() throws {
    let all = try ONNXCollection("recurrence")
    #expect(all.names.count == 48)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, let file):
        #expect(error <= 4e-6, "\(name)")
        #expect(file.interface.input.sides == [4, 3], "\(name)")
      case .refused(let message): Issue.record("\(name): \(message)")
      }
    }
  }

  @Test("Weights of all steps are counted once")
  func copies() throws {
    let file = try ONNXFile(
      parsing: ONNXCollection("recurrence").bytes("gru-forward"), named: "gru.onnx")
    let count = try file.network().parameters.count
    // Three gates of two units, for three inputs and two units, and their biases.
    #expect(count - file.writtenOut.reduce(0) { $0 + $1.count } == 3 * 2 * (3 + 2 + 1))
  }

  typealias Case = ONNXBadFileTests.Case
  typealias Node = ONNXBytes.Node

  /// An LSTM of one unit over two steps of two values, changed.
  static func recurrent(
    _ rest: String, _ change: @escaping @Sendable (inout Node) -> Void
  ) -> Case {
    Case("Node 'n' (LSTM) of 'm.onnx' \(rest)") {
      $0.input = [2, -1, 2]
      var node = Node(operation: "LSTM", inputs: ["x", "wi", "wr"], output: "y", name: "n")
      change(&node)
      $0.nodes = [node]
      $0.tensors = [
        ONNXBytes.Tensor(name: "wi", sides: [1, 4, 2], values: Array(repeating: 1, count: 8)),
        ONNXBytes.Tensor(name: "wr", sides: [1, 4, 1], values: Array(repeating: 1, count: 4)),
        ONNXBytes.Tensor(name: "p", sides: [1, 3], values: Array(repeating: 1, count: 3)),
        ONNXBytes.Tensor(name: "h", sides: [1, 2, 1], values: [1, 2]),
        ONNXBytes.Tensor(name: "l", sides: [2], type: 7, raw: [2] + zeros + [1] + zeros),
      ]
    }
  }

  private static let zeros = [UInt8](repeating: 0, count: 7)

  static let bad: [Case] = [
    recurrent(
      "limits what goes into its nonlinearities to 3.0, which is not read. Export it without the "
        + "attribute 'clip'."
    ) { $0.attributes = [Node.attribute("clip", number: 3)] },
    recurrent(
      "couples its input and forget gates, which is not read. Export it without the attribute "
        + "'input_forget'."
    ) { $0.attributes = [Node.attribute("input_forget", integer: 1)] },
    recurrent(
      "has peepholes, weights of cell states for gates, which are not read. Train and export it "
        + "without them."
    ) { $0.inputs += ["", "", "", "", "p"] },
    recurrent(
      "has sequences that end before all 2 steps. Export it for full sequences alone."
    ) { $0.inputs += ["", "l"] },
    recurrent(
      "has another initial state for each example. Give all examples the same, or none."
    ) { $0.inputs += ["", "", "h"] },
    recurrent(
      "has the nonlinearity 'Affine' in its steps. Sigmoid, Tanh and Relu are read."
    ) { $0.attributes = [Node.attribute("activations", texts: ["Sigmoid", "Affine", "Tanh"])] },
    recurrent(
      "names 1 nonlinearities; it takes 3. \(ONNXBadFileTests.damaged)"
    ) { $0.attributes = [Node.attribute("activations", texts: ["Sigmoid"])] },
    recurrent(
      "has numbers for its nonlinearities, which are not read. Export it without the attribute "
        + "'activation_alpha', with Sigmoid, Tanh and Relu."
    ) { $0.attributes = [Node.attribute("activation_alpha", numbers: [0.5])] },
    recurrent(
      "has the direction 'upward'. \(ONNXBadFileTests.damaged)"
    ) { $0.attributes = [Node.attribute("direction", text: "upward")] },
    recurrent(
      "has weights of the shapes [1, 4, 1] and [1, 4, 1] for 2 values a step. "
        + ONNXBadFileTests.damaged
    ) { $0.inputs[1] = "wr" },
    Case(
      "Input 'x' of 'm.onnx' has the batch along its second side, where recurrent nodes and those that "
        + "move it are read. Export the model with the batch as the first side."
    ) { $0.input = [2, -1, 2] },
  ]

  @Test("Each is refused with a message", arguments: bad)
  func refused(_ bad: Case) throws {
    var bytes = ONNXBytes()
    bad.change(&bytes)
    let all = bytes.bytes
    #expect(
      Fixture.message { _ = try ONNXFile(parsing: all, named: "m.onnx").network() } == bad.message)
  }
}
