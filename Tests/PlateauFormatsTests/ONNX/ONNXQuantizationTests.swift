import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Quantized ONNX graphs")
struct ONNXQuantizationTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  // The examples are those for which ONNX Runtime makes the same of integers and of the nodes one by one.
  @Test("Networks quantized by ONNX Runtime make what they make there")
  func networks() throws {
    let all = try ONNXCollection("quantized")
    #expect(all.names.count == 12)
    var (rows, others) = (0, [0, 0])
    for name in all.names {
      func different<Element: Scalar>(_ type: Element.Type) throws -> Int {
        let (file, found, expected) = try all.outputs(of: name, as: type)
        #expect(file.notes.count { $0.contains("in steps of slope 0") } == 1)
        guard expected.count == found.elements.count else { return found.rows }
        if Element.self == Float.self { rows += found.rows }
        return (0..<found.rows).count { row in
          zip(found.row(row), expected[row * found.columns..<(row + 1) * found.columns]).contains {
            (Double($0) - $1).magnitude > 1e-6
          }
        }
      }
      let (single, double) = (try different(Float.self), try different(Double.self))
      if name.hasPrefix("perceptron") { #expect(single == 0 && double == 0, "\(name)") }
      others[0] += single
      others[1] += double
    }
    print(
      "of \(rows) examples, \(others[0]) are others in single precision, \(others[1]) in double")
    // An average of four levels, quantized with the scale that they have, is half way between two for
    // every fourth example of four: the rounding of the scale decides, and how sums are put together.
    #expect(rows == 237 && others[0] <= 13 && others[1] <= 29)
  }

  static func bytes(_ name: String, _ values: [Int], type: Int64 = 3, sides: [Int64] = []) -> Tensor
  {
    Tensor(
      name: name, sides: sides, type: type, raw: values.map { UInt8(truncatingIfNeeded: $0) })
  }

  static func pair(_ scale: String = "s", _ zero: String = "z") -> [Node] {
    [
      Node(operation: "QuantizeLinear", inputs: ["x", scale, zero], output: "q", name: "q"),
      Node(operation: "DequantizeLinear", inputs: ["q", scale, zero], output: "y", name: "d"),
    ]
  }

  static let scale = Tensor(name: "s", sides: [], values: [0.5])

  @Test func `levels are those of the type, ties go to the even one`() throws {
    let x = [-1e9, -0.75, -0.25, 0, 0.25, 0.75, 1.25, 3.3, 1e9]
    let ties = [-1, 0, 0, 0, 1, 1, 3.5]
    for (type, zero, low, high) in [
      (3 as Int64, 0, -64.0, 63.5), (3, -128, 0, 127.5), (2, 3, -1.5, 126), (2, 128, -64, 63.5),
    ] {
      let graph = ONNXGraphTests.graph(
        [-1, 9], Self.pair(), [Self.scale, Self.bytes("z", [zero], type: type)])
      let middle = ties.map { max($0, low) }
      #expect(try ONNXGraphTests.output(graph, x) == [low] + middle + [high])
    }
    // Of the last node the integers are the output.
    let last = ONNXGraphTests.graph(
      [-1, 9], [Node(operation: "QuantizeLinear", inputs: ["x", "s", "z"], output: "y")],
      [Self.scale, Self.bytes("z", [3], type: 2)])
    #expect(try ONNXGraphTests.output(last, x) == [0, 1, 3, 3, 3, 5, 5, 10, 255])
  }

  @Test func `channels have scales of their own`() throws {
    let axis = [Node.attribute("axis", integer: 1)]
    var nodes = Self.pair()
    for index in nodes.indices { nodes[index].attributes = axis }
    let graph = ONNXGraphTests.graph(
      [-1, 2], nodes,
      [
        Tensor(name: "s", sides: [2], values: [0.5, 0.25]), Self.bytes("z", [0, 0], sides: [2]),
      ])
    #expect(try ONNXGraphTests.output(graph, [0.8, 0.8]) == [1, 0.75])
    var other = graph
    other.nodes[1].attributes = [Node.attribute("axis", integer: 0)]
    #expect(
      Fixture.message { _ = try ONNXFile(parsing: other.bytes, named: "m.onnx") }
        == "Node 'd' (DequantizeLinear) of 'm.onnx' undoes a quantization by parts of another value, "
        + "or with other scales. Put it behind its QuantizeLinear, with the same scales, zero points "
        + "and axis.")
  }

  @Test func `weights are products of integers and scales, by channel too`() throws {
    let weights = Self.bytes("w", [1, -2, 3, 130, 0, 255], type: 2, sides: [2, 3])
    let nodes = [
      Node(
        operation: "DequantizeLinear", inputs: ["w", "t", "n"], output: "v",
        attributes: [Node.attribute("axis", integer: 0)]),
      Node(
        operation: "Gemm", inputs: ["x", "v"], output: "y",
        attributes: [Node.attribute("transB", integer: 1)]),
    ]
    let graph = ONNXGraphTests.graph(
      [-1, 3], nodes,
      [
        weights, Tensor(name: "t", sides: [2], values: [0.5, 0.25]),
        Self.bytes("n", [1, 128], type: 2, sides: [2]),
      ])
    // 0.5·(1 − 1), 0.5·(254 − 1), 0.5·(3 − 1) and 0.25·(130 − 128), 0.25·(0 − 128), 0.25·(255 − 128).
    #expect(try ONNXGraphTests.output(graph, [1, 10, 100]) == [1365, 2855.5])
    var quantized = graph
    quantized.tensors[0] = Tensor(
      name: "w0", sides: [2, 3], values: [0, 126.5, 0.9, 0.5, -32, 1000])
    quantized.nodes.insert(
      Node(
        operation: "QuantizeLinear", inputs: ["w0", "t", "n"], output: "w",
        attributes: [Node.attribute("axis", integer: 0)]), at: 0)
    #expect(try ONNXGraphTests.output(quantized, [1, 10, 100]) == [1365, 2855.5])
  }

  @Test func `another scale and zero point undo it differently`() throws {
    let nodes = [Self.pair()[0], Self.pair("t", "n")[1]]
    let graph = ONNXGraphTests.graph(
      [-1, 2], nodes,
      [
        Self.scale, Self.bytes("z", [0]), Tensor(name: "t", sides: [], values: [2]),
        Self.bytes("n", [1]),
      ])
    #expect(try ONNXGraphTests.output(graph, [1, 3]) == [2, 10])
  }

  @Test func `a softened network lets gradients through within the levels`() throws {
    let graph = ONNXGraphTests.graph([-1, 3], Self.pair(), [Self.scale, Self.bytes("z", [0])])
    let file = try ONNXFile(parsing: graph.bytes, named: "m.onnx")
    #expect(
      file.notes == [
        "Values are quantized, first in node 'q' (QuantizeLinear), in steps of slope 0: gradients do not "
          + "pass through them, but for those of a softened network, which pass as if values were not "
          + "quantized."
      ])
    #expect(
      file.layers.map(\.operation) == [
        .activation(.quantized(scale: 0.5, low: -128, high: 127))
      ])
  }

  static func message(_ nodes: [Node], _ tensors: [Tensor]) -> String? {
    Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([-1, 3], nodes, tensors).bytes, named: "m.onnx")
    }
  }

  @Test func `what is not read is said`() {
    let zero = Self.bytes("z", [0])
    let integers = Node(operation: "Relu", inputs: ["q"], output: "y", name: "r")
    #expect(
      Self.message([Self.pair()[0], integers], [Self.scale, zero])
        == "Node 'q' (QuantizeLinear) of 'm.onnx' is followed by a node that computes with integers, "
        + "which is not read. Put DequantizeLinear behind each QuantizeLinear, as in the QDQ format."
    )
    #expect(
      Self.message(
        [Node(operation: "DequantizeLinear", inputs: ["x", "s", "z"], output: "y", name: "d")],
        [Self.scale, zero])
        == "Node 'd' (DequantizeLinear) of 'm.onnx' takes 'x', which is not quantized. "
        + ONNXBadFileTests.damaged)
    #expect(
      Self.message(Self.pair(), [Tensor(name: "s", sides: [], values: [-1]), zero])
        == "Node 'q' (QuantizeLinear) of 'm.onnx' has the scale -1.0, which must be positive. "
        + ONNXBadFileTests.damaged)
    #expect(
      Self.message(
        Self.pair(),
        [
          Tensor(name: "s", sides: [3], values: [1, 2, 3]), Self.bytes("z", [0, 1, 0], sides: [3]),
        ])
        == "Node 'q' (QuantizeLinear) of 'm.onnx' quantizes parts of a value with different zero "
        + "points. Quantize activations by tensor, or symmetrically.")
    var blocks = Self.pair()
    blocks[0].attributes = [Node.attribute("block_size", integer: 2)]
    #expect(
      Self.message(blocks, [Self.scale, zero])
        == "Node 'q' (QuantizeLinear) of 'm.onnx' quantizes by blocks. Quantize the model by tensor or "
        + "by channel.")
  }
}
