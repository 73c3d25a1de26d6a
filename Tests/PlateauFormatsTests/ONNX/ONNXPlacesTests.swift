import PlateauFormats
import PlateauNetworks
import Testing

@Suite("Rankings, products and places in ONNX graphs")
struct ONNXPlacesTests {
  typealias Node = ONNXBytes.Node

  // Products of eighths and roots are rounded to single precision there; everything else is exact.
  @Test("They make what ONNX Runtime makes")
  func nodes() throws {
    let all = try ONNXCollection("places")
    #expect(all.names.count == 80)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, _):
        let isRounded = name.hasPrefix("lp") || name.hasPrefix("product")
        #expect(error <= (isRounded ? 1e-6 : 0), "\(name)")
      case .refused(let message): Issue.record("\(name): \(message)")
      }
    }
  }

  @Test("Of a ranking no more is computed than is taken")
  func narrow() throws {
    let all = try ONNXCollection("places")
    func rankings(_ name: String) throws -> [Ranking] {
      guard case .read(_, let file) = try all.outcome(of: name) else { return [] }
      return file.layers.compactMap { layer in
        if case .ranking(let ranking) = layer.operation { ranking } else { nil }
      }
    }
    #expect(try rankings("topk-2-3") == [Ranking(size: 4, first: 0, count: 3)])
    #expect(try rankings("topk-smallest-2-3") == [Ranking(size: 4, first: 1, count: 3)])
    #expect(try rankings("winners-slice") == [Ranking(size: 12, first: 4, count: 1)])
    #expect(try rankings("winners-slice-rank") == [Ranking(size: 12, first: 4, count: 1)])
    #expect(try rankings("winners-middle") == [Ranking(size: 12, first: 1, count: 3)])
  }

  static func message(_ node: Node, _ tensors: [ONNXBytes.Tensor]) -> String? {
    Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([2, 3], [node], tensors).bytes, named: "m.onnx")
    }
  }

  static func integers(_ name: String, _ values: [Int64], _ sides: [Int64]) -> ONNXBytes.Tensor {
    var tensor = ONNXGraphTests.integers(name, values)
    tensor.sides = sides
    return tensor
  }

  @Test func `places that differ between examples, or that are not there, are refused`() {
    let gather = Node(
      operation: "GatherElements", inputs: ["x", "i"], output: "y", name: "g",
      attributes: [Node.attribute("axis", integer: 1)])
    #expect(
      Self.message(gather, [Self.integers("i", [0, 1], [2, 1])])
        == "Node 'g' (GatherElements) of 'm.onnx' takes other places or numbers for each example. They "
        + "must be constants that are the same for all examples.")
    #expect(
      Self.message(gather, [Self.integers("i", [3, 3], [2, 1])])
        == "Node 'g' (GatherElements) of 'm.onnx' takes the number 3 of 3. \(ONNXBadFileTests.damaged)"
    )
    var mixing = gather
    mixing.attributes = []
    #expect(
      Self.message(mixing, [Self.integers("i", [0, 0], [2, 1])])
        == "Node 'g' (GatherElements) of 'm.onnx' takes a value of shape [2, 3] along its examples, "
        + "which mixes those of a batch. The first side must stay the batch.")
    let scatter = Node(
      operation: "ScatterND", inputs: ["x", "i", "u"], output: "y", name: "s")
    let update = ONNXBytes.Tensor(name: "u", sides: [2, 1], values: [5, 5])
    #expect(
      Self.message(scatter, [Self.integers("i", [0, 1, 0, 1], [2, 1, 2]), update])
        == "Node 's' (ScatterND) of 'm.onnx' takes a value of shape [2, 3] along its examples, which "
        + "mixes those of a batch. The first side must stay the batch.")
  }

  @Test func `powers that are not read are refused`() {
    #expect(
      Fixture.message {
        _ = try ONNXFile(
          parsing: ONNXGraphTests.graph(
            [-1, 1, 4],
            [
              Node(
                operation: "LpPool", inputs: ["x"], output: "y", name: "p",
                attributes: [
                  Node.attribute("p", integer: 0), Node.attribute("kernel_shape", integers: [2]),
                ])
            ]
          ).bytes, named: "m.onnx")
      }
        == "Node 'p' (LpPool) of 'm.onnx' has the exponent 0, with which it is not read. Integers from 1 "
        + "to 126 are.")
  }
}
