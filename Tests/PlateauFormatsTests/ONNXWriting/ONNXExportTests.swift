import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// What `plateau convert` wrote was accepted by ONNX's checker and computed by ONNX Runtime, and as
/// safetensors by PyTorch; see `Tests/Fixtures/onnx-out/make.py`.
@Suite("Networks for other tools")
struct ONNXExportTests {
  static let single = [
    "mlp-sigmoid", "mlp-tanh", "mlp-relu", "mlp-clippedReLU", "vector", "every-kind", "odd-shapes",
    "residual",
  ]
  static let double = ["mlp-double", "every-kind-double"]

  /// The largest difference of logits, relative to the largest of them.
  private static func difference<Element: Scalar>(
    _ name: String, from tool: String, as type: Element.Type
  ) throws -> Double {
    let network: Network<Element> = try SeededNetwork(name).network()
    let values = try SeededNetwork.values.get()
    let inputs: Matrix<Element> = try values.matrix(of: "\(name).inputs")
    let expected: Matrix<Element> = try values.matrix(of: "\(name).\(tool)")
    let logits = network.logits(of: inputs, workers: Workers(threads: 1))
    try #require(logits.elements.count == expected.elements.count)
    let largest = expected.elements.reduce(0) { max($0, $1.magnitude) }
    let differences = zip(logits.elements, expected.elements).map { ($0 - $1).magnitude }
    return Double((differences.max() ?? 0) / largest)
  }

  // Sums of at most 80 products in at most 12 layers are off by 12 · 80 · 6e-8 in the worst case,
  // and by about √ of both numbers, 2e-6, if roundings are random.
  @Test("Other tools compute the same logits in single precision", arguments: single)
  func floatLogits(_ name: String) throws {
    #expect(try Self.difference(name, from: "onnx", as: Float.self) < 1e-5)
    #expect(try Self.difference(name, from: "torch", as: Float.self) < 1e-5)
  }

  // ε of batch normalization is a number in single precision in ONNX: 3e-8 of a slope, with gains
  // of the layers behind it below 3.
  @Test("Other tools compute the same logits in double precision", arguments: double)
  func doubleLogits(_ name: String) throws {
    #expect(try Self.difference(name, from: "onnx", as: Double.self) < 1e-7)
    #expect(try Self.difference(name, from: "torch", as: Double.self) < 1e-13)
  }

  @Test("The bytes are those that ONNX Runtime took", arguments: ["mlp-sigmoid", "every-kind"])
  func bytes(_ name: String) throws {
    let seeded = try SeededNetwork(name)
    #expect(seeded.golden)
    let network: Network<Float> = try seeded.network()
    let golden = Array(try Fixture.bytes("onnx-out/\(name).onnx"))
    #expect(try ONNXExport(network, version: "0.1.0").encoded() == golden)
  }

  @Test("A network in double precision keeps its bits")
  func doubleBytes() throws {
    let network: Network<Double> = try SeededNetwork("every-kind-double").network()
    let golden = Array(try Fixture.bytes("onnx-out/every-kind-double.onnx"))
    #expect(try ONNXExport(network, version: "0.1.0").encoded() == golden)
  }

  @Test(
    "What is written is read as the same network",
    arguments: ["mlp-sigmoid", "mlp-tanh", "mlp-relu", "mlp-clippedReLU", "mlp-double"])
  func roundTrip(_ name: String) throws {
    let seeded = try SeededNetwork(name)
    let network: Network<Double> = try seeded.network()
    let bytes =
      seeded.precision == .double
      ? try ONNXExport(network).encoded() : try ONNXExport(Network<Float>(network)).encoded()
    let file = try ONNXFile(parsing: bytes, named: name)
    #expect(file.precision == seeded.precision)
    #expect(file.producer == "plateau")
    #expect(try file.network() == network)
  }

  // Constants of a normalization are written in the precision of the network: 6e-8 of an input in
  // single, 1e-16 in double precision, with gains of the layers behind it below 3.
  @Test(
    "Images and branches come back as layers that compute the same",
    arguments: ["vector", "every-kind", "odd-shapes", "residual", "every-kind-double"])
  func computesTheSame(_ name: String) throws {
    let seeded = try SeededNetwork(name)
    let network: Network<Double> = try seeded.network()
    let isDouble = seeded.precision == .double
    let bytes =
      isDouble
      ? try ONNXExport(network).encoded() : try ONNXExport(Network<Float>(network)).encoded()
    let read = try ONNXFile(parsing: bytes, named: name).network()
    #expect(read.architecture.input == network.architecture.input)
    #expect(
      read.architecture.layout.tensors.map(\.shape)
        == network.architecture.layout.tensors.map(\.shape))
    let inputs: Matrix<Double> = try SeededNetwork.values.get().matrix(of: "\(name).inputs")
    let workers = Workers(threads: 1)
    let expected = network.logits(of: inputs, workers: workers).elements
    let found = read.logits(of: inputs, workers: workers).elements
    let largest = expected.reduce(0) { max($0, $1.magnitude) }
    for (one, other) in zip(found, expected) {
      #expect((one - other).magnitude <= (isDouble ? 1e-14 : 1e-6) * largest)
    }
  }

  @Test("A file is written in one step, and replaced")
  func writes() throws {
    try NetworkFileTests.withPath { path in
      let network: Network<Float> = try SeededNetwork("mlp-relu").network()
      try ONNXExport(try SeededNetwork("mlp-tanh").network(of: Float.self)).write(to: path)
      try ONNXExport(network).write(to: path)
      #expect(
        try ONNXFile(parsing: Fixture.bytes(absolute: path), named: "f").network()
          == Network<Double>(network))
    }
    let network: Network<Float> = try SeededNetwork("mlp-relu").network()
    #expect(
      Fixture.message { try ONNXExport(network).write(to: "/nowhere/model.onnx") }
        == "Cannot create '/nowhere/model.onnx': No such file or directory. Create the folder first."
    )
  }
}
