import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("Nodes that draw at random")
struct ONNXDrawTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  // The references compute in single precision, through two layers of up to eight products each.
  @Test("The mean over draws is that of ONNX Runtime with the same draws as constants")
  func references() throws {
    let all = try ONNXCollection("draws")
    let nodes = [
      "double": ["0 (RandomNormalLike)"], "inner-uniform": ["1 (RandomUniformLike)"],
      "input-noise": ["0 (RandomNormalLike)"], "of-a-shape": ["1 (RandomNormal)"],
      "two-nodes": ["1 (RandomUniform)", "6 (RandomNormalLike)"],
    ]
    #expect(all.names == nodes.keys.sorted())
    for name in all.names {
      switch try all.outcome(of: name, part: ONNXPart(draws: 3, drawSeed: 5)) {
      case .read(let error, let file):
        #expect(error <= (name == "double" ? 1e-14 : 5e-7), "\(name)")
        #expect(file.draws?.count == 3 && file.draws?.seed == 5)
        #expect(file.draws?.nodes == nodes[name])
        #expect(file.notes.last == file.draws?.sentence)
      case .refused(let message): Issue.record("\(name): \(message)")
      }
      // Other draws are others.
      for part in [ONNXPart(draws: 3, drawSeed: 6), ONNXPart(draws: 2, drawSeed: 5)] {
        guard case .read(let error, _) = try all.outcome(of: name, part: part) else { continue }
        #expect(error > 1e-3, "\(name)")
      }
    }
  }

  /// x + RandomNormalLike(x), times 2.
  static var noisy: ONNXBytes {
    ONNXGraphTests.graph(
      [-1, 2],
      [
        Node(operation: "RandomNormalLike", inputs: ["x"], output: "e", name: "noise"),
        Node(operation: "Add", inputs: ["x", "e"], output: "a"),
        Node(operation: "Gemm", inputs: ["a", "w"], output: "y"),
      ], [Tensor(name: "w", sides: [2, 2], values: [2, 0, 0, 2])])
  }

  static func read(_ bytes: ONNXBytes, _ part: ONNXPart = ONNXPart()) throws -> ONNXFile {
    try ONNXFile(parsing: bytes.bytes, named: "m.onnx", part: part)
  }

  static func output(_ file: ONNXFile, _ inputs: [Double] = [1, -1]) throws -> [Double] {
    try file.network().logits(
      of: Matrix(rows: 1, columns: 2, elements: inputs), workers: Workers(threads: 1)
    ).elements
  }

  @Test func `one draw is that of the generator`() throws {
    let file = try Self.read(Self.noisy, ONNXPart(draws: 1, drawSeed: 9))
    var generator = SeededGenerator(seed: 9, purpose: "ONNX draw e", index: 0)
    let noise = (0..<2).map { _ in Double(Float(generator.normal())) }
    let found = try Self.output(file)
    #expect((found[0] - 2 * (1 + noise[0])).magnitude <= 1e-15)
    #expect((found[1] - 2 * (noise[1] - 1)).magnitude <= 1e-15)
    #expect(
      file.notes == [
        "The model is randomized: it draws numbers in the node 'noise' (RandomNormalLike). Its logits are the "
          + "mean over one draw by the seed 9, the same for all examples; attacks, verdicts and proofs are of "
          + "that mean."
      ])
  }

  @Test func `ten draws are the mean of ten, and the file holds their weights once`() throws {
    let file = try Self.read(Self.noisy)
    #expect(file.draws?.count == 10 && file.draws?.seed == 0)
    #expect(try file == Self.read(Self.noisy, ONNXPart(draws: 10, drawSeed: 0)))
    var sums = [0.0, 0]
    for draw in 0..<10 {
      var generator = SeededGenerator(seed: 0, purpose: "ONNX draw e", index: draw)
      for index in 0..<2 { sums[index] += Double(Float(generator.normal())) }
    }
    let found = try Self.output(file)
    #expect((found[0] - 2 * (1 + sums[0] / 10)).magnitude <= 1e-14)
    #expect((found[1] - 2 * (sums[1] / 10 - 1)).magnitude <= 1e-14)
    // Four weights; the two biases are written out.
    let count = file.writtenOut.reduce(0) { $0 + $1.count }
    #expect(try file.network().parameters.count - count == 4)
  }

  @Test func `files, bits, gradients and bounds of the mean agree`() throws {
    let all = try ONNXCollection("draws")
    for name in ["input-noise", "of-a-shape", "two-nodes"] {
      let file = try ONNXFile(
        parsing: all.bytes(name), named: name, part: ONNXPart(draws: 3, drawSeed: 5))
      #expect(OperationCheck(threads: [1, 2], samples: 50).failures(of: try file.network()) == [])
    }
  }

  @Test func `a value within the graph is the mean of its draws`() throws {
    let file = try Self.read(Self.noisy, ONNXPart(output: "a", draws: 2))
    let whole = try Self.output(Self.read(Self.noisy, ONNXPart(draws: 2)))
    let half = try Self.output(file)
    #expect(zip(half, whole).allSatisfy { (2 * $0 - $1).magnitude < 1e-14 })
    // Before the noise nothing is drawn.
    #expect(try Self.read(Self.noisy, ONNXPart(output: "x")).draws == nil)
  }

  @Test func `a mean is the sum, divided by how many there are`() throws {
    let node = Node(operation: "Mean", inputs: ["x", "c", "x"], output: "y")
    let list = Tensor(name: "c", sides: [2], values: [3, 6])
    #expect(
      try ONNXGraphTests.output(ONNXGraphTests.graph([-1, 2], [node], [list]), [6, 12])
        == [5, 10])
  }

  static func message(_ bytes: ONNXBytes, _ part: ONNXPart = ONNXPart()) -> String? {
    Fixture.message { _ = try read(bytes, part) }
  }

  @Test func `what cannot be drawn is refused`() {
    #expect(
      Self.message(ONNXBytes(), ONNXPart(drawSeed: 1))
        == "'m.onnx' draws no numbers at random. Leave out --draws and --draw-seed.")
    #expect(
      Self.message(Self.noisy, ONNXPart(draws: 0))
        == "'m.onnx' cannot be read with 0 draws; 1 to 1000 are possible. Give another number.")
    var bytes = Self.noisy
    bytes.nodes[0].attributes = [Node.attribute("dtype", integer: 11)]
    #expect(
      Self.message(bytes)
        == "Node 'noise' (RandomNormalLike) of 'm.onnx' draws numbers of DOUBLE in a model of float ones. "
        + "Export the model in one precision.")
    bytes.nodes[0] = Node(
      operation: "RandomUniform", inputs: [], output: "e", name: "noise",
      attributes: [Node.attribute("shape", integers: [4096, 4096])])
    #expect(
      Self.message(bytes)
        == "Node 'noise' (RandomUniform) of 'm.onnx' draws numbers of shape [4096, 4096] in 10 draws; at most "
        + "16777216 numbers are drawn. Give fewer draws, or a smaller model.")
    // What follows is refused once, not for each draw.
    bytes = Self.noisy
    bytes.nodes[2] = Node(operation: "Sinh", inputs: ["a"], output: "y", name: "last")
    #expect(
      Self.message(bytes)
        == "Node 'last' (Sinh) of 'm.onnx' is an operation that is not read. \(ONNXUnsupportedTests.read)"
    )
  }
}
