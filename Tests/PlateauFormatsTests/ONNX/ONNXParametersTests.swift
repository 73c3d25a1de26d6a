import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// Weights that stay in the file are the same read part by part, all at once, and in any precision.
@Suite("Parameters of ONNX files")
struct ONNXParametersTests {
  /// x·W along the last side of 3 tokens of 64 numbers, times a constant for each of 80 outputs, and a
  /// dense layer; W has more numbers than are read at once with the graph.
  private static func bytes(factors: [Float]) -> [UInt8] {
    var file = ONNXBytes()
    file.input = [-1, 3, 64]
    file.tensors = [
      .init(name: "w", sides: [64, 80], values: values(64 * 80, 7)),
      .init(name: "b", sides: [80], values: values(80, 3)),
      .init(name: "s", sides: [80], values: factors),
      .init(name: "v", sides: [240, 2], values: values(480, 11)),
    ]
    file.nodes = [
      .init(operation: "MatMul", inputs: ["x", "w"], output: "a"),
      .init(operation: "Add", inputs: ["a", "b"], output: "c"),
      .init(operation: "Mul", inputs: ["c", "s"], output: "d"),
      .init(operation: "Flatten", inputs: ["d"], output: "f"),
      .init(operation: "MatMul", inputs: ["f", "v"], output: "y"),
    ]
    return file.bytes
  }

  private static func values(_ count: Int, _ step: Int) -> [Float] {
    (0..<count).map { index in
      let place = index * step % 101
      return Float(place) / 101 - 0.5
    }
  }

  @Test(arguments: [true, false])
  func `scaled weights are the same in parts and at once`(isByPowersOfTwo: Bool) throws {
    let factors: [Float] = (0..<80).map { index in
      isByPowersOfTwo ? Float(1 << (index % 4)) : 0.1 * Float(index + 1)
    }
    let file = try ONNXFile(parsing: Self.bytes(factors: factors), named: "m.onnx")
    let network = try file.network(as: Double.self)
    #expect(network.architecture.layout.tensors.first?.range.count == 64 * 80)
    for range in [0..<5200, 70..<4099, 5118..<5123, 5200..<5680, 9..<9] {
      var found: [Double] = []
      try file.forEachParameter(in: range) { found += $0 }
      #expect(found == Array(network.parameters[range]), "\(range)")
    }
    // Row by row of W's transpose, each product rounded once.
    let weights = Self.values(64 * 80, 7)
    let single = try file.network(as: Float.self)
    for output in 0..<80 {
      for input in 0..<64 {
        let place = output * 64 + input
        let product = Double(weights[input * 80 + output]) * Double(factors[output])
        #expect(network.parameters[place] == product)
        #expect(single.parameters[place] == Float(product))
      }
    }
  }
}
