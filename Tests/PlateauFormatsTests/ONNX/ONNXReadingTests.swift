import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Networks in ONNX files")
struct ONNXReadingTests {
  struct Expected: Decodable {
    let inputs: [[Double]]
    let logits: [[Double]]
  }

  /// What ONNX Runtime put out for each fixture, see `Tests/Fixtures/onnx/make.py`.
  static func expected(_ name: String) throws -> Expected {
    let data = try Data(contentsOf: URL(filePath: Fixture.path("onnx/expected.json")))
    let all = try JSONDecoder().decode([String: Expected].self, from: data)
    return try #require(all[name])
  }

  /// The largest difference of two batches of logits, relative to the largest one expected.
  static func error(_ logits: Matrix<Double>, _ expected: [[Double]]) -> Double {
    let expected = expected.flatMap(\.self)
    guard expected.count == logits.elements.count else { return .infinity }
    let largest = expected.reduce(0) { max($0, $1.magnitude) }
    return zip(logits.elements, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / largest
  }

  struct Case: Sendable {
    let name: String
    let summary: String
    let input: InputShape
    let activations: [Activation?]
    let precision: Precision
  }

  static let image = InputShape(channels: 1, height: 3, width: 4)
  static let cases = [
    Case(
      name: "torch-sigmoid", summary: "12-6-5-3", input: image, activations: [.sigmoid, .sigmoid],
      precision: .float),
    Case(
      name: "torch-tanh", summary: "12-6-5-3", input: image, activations: [.tanh, .tanh],
      precision: .float),
    Case(
      name: "torch-relu", summary: "12-6-5-3", input: image, activations: [.relu, .relu],
      precision: .float),
    Case(
      name: "torch-double", summary: "12-6-5-3", input: image, activations: [.sigmoid, .sigmoid],
      precision: .double),
    Case(
      name: "matmul-add", summary: "6-4-3", input: InputShape(channels: 1, height: 2, width: 3),
      activations: [.tanh], precision: .float),
    Case(
      name: "gemm-scaled", summary: "5-4-4-3", input: .vector(5), activations: [.relu, nil],
      precision: .double),
    Case(
      name: "column", summary: "4-5-6-3", input: .vector(4), activations: [.sigmoid, .relu],
      precision: .float),
  ]

  // The reference runs in the precision of the file: sums of at most 12 products in single
  // precision are off by some 12 · 6e-8 in each of three layers, in double by some 12 · 1e-16.
  @Test("Logits are those of ONNX Runtime", arguments: cases)
  func logits(_ test: Case) throws {
    let file = try ONNXFile.read(Fixture.path("onnx/\(test.name).onnx"))
    let network = try file.network()
    #expect(network.architecture.summary == test.summary)
    #expect(network.architecture.input == test.input)
    #expect(network.architecture.hiddenActivations == test.activations)
    #expect(file.precision == test.precision)
    let expected = try Self.expected(test.name)
    let inputs = Matrix(
      rows: expected.inputs.count, columns: test.input.count,
      elements: expected.inputs.flatMap(\.self))
    let logits = network.logits(of: inputs, workers: Workers(threads: 1))
    let tolerance = test.precision == .float ? 1e-5 : 1e-12
    #expect(Self.error(logits, expected.logits) <= tolerance)
  }

  @Test("Weights of single precision are widened exactly, and their maker is told")
  func exact() throws {
    let file = try ONNXFile.read(Fixture.path("onnx/torch-relu.onnx"))
    #expect(file.producer.hasPrefix("pytorch "))
    for parameter in try file.network().parameters {
      #expect(Double(Float(parameter)) == parameter)
    }
    let hand = try ONNXFile(parsing: ONNXBytes().bytes, named: "f")
    #expect(hand.producer == "hand")
    #expect(
      try hand.network().parameters == [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 0, 1])
  }

  @Test("Old files that list their weights among the inputs are read")
  func oldInputs() throws {
    var bytes = ONNXBytes()
    bytes.inputs = ["w0", "x", "b1"]
    #expect(try ONNXFile(parsing: bytes.bytes, named: "f").layers.count == 3)
  }

  @Test("Reshapes that keep the batch pass", arguments: [[0, -1], [-1, 2], [-1, 1, 2], [1, 2]])
  func reshapes(_ sides: [Int64]) throws {
    var bytes = ONNXBytes()
    bytes.tensors.append(
      ONNXBytes.Tensor(
        name: "s", sides: [Int64(sides.count)], type: 7,
        raw: sides.flatMap { side in withUnsafeBytes(of: side.littleEndian) { Array($0) } }))
    bytes.nodes[0].inputs[0] = "r"
    bytes.nodes.insert(
      ONNXBytes.Node(operation: "Reshape", inputs: ["x", "s"], output: "r"), at: 0)
    if sides.count > 2 {
      bytes.nodes.insert(
        ONNXBytes.Node(operation: "Flatten", inputs: ["r"], output: "f"), at: 1)
      bytes.nodes[2].inputs[0] = "f"
    }
    #expect(try ONNXFile(parsing: bytes.bytes, named: "f").network().parameters.count == 17)
  }
}
