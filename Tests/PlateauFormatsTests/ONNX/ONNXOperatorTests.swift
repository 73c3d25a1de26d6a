import Foundation
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// Models of single operators, ends and parts, beside the outputs of ONNX Runtime.
@Suite("Operators, ends and parts of ONNX graphs")
struct ONNXOperatorTests {
  private let file: SafetensorsFile
  private let chosen: [String: String]

  init() throws {
    file = try SafetensorsFile.read(Fixture.path("onnx/operators.safetensors"))
    chosen = try JSONDecoder().decode(
      [String: String].self,
      from: Data(contentsOf: URL(filePath: Fixture.path("onnx/operators.json"))))
  }

  private var names: [String] {
    file.tensors.map(\.name).filter { $0.hasSuffix(".model") }.map { String($0.dropLast(6)) }
  }

  /// The part of the graph that the outputs are of.
  private func part(_ name: String) throws -> ONNXPart {
    let start = "\(name).fixed."
    let fixed = try file.tensors.filter { $0.name.hasPrefix(start) }.map { tensor in
      let input = String(tensor.name.dropFirst(start.count))
      let array =
        tensor.type == .int64
        ? NPYArray(try file.integers(of: tensor.name), shape: tensor.shape)
        : NPYArray(try file.values(of: tensor.name, as: Double.self), shape: tensor.shape)
      return ONNXPart.FixedInput(input, as: array, from: "\(input).npy")
    }
    return ONNXPart(output: chosen[name], fixed: fixed)
  }

  /// What rounding of single precision in sums of at most 40 terms, twice in a row, leaves.
  private static let tolerance = 2e-6

  @Test func `outputs are those of ONNX Runtime`() throws {
    #expect(names.count == 54)
    for name in names {
      let bytes = try file.integers(of: "\(name).model").map { UInt8($0) }
      let inputs = try file.values(of: "\(name).input", as: Double.self)
      let expected = try file.values(of: "\(name).output", as: Double.self)
      do {
        let read = try ONNXFile(parsing: bytes, named: name, part: part(name))
        let network = try read.network()
        let points = Matrix(
          rows: 2, columns: network.architecture.input.count,
          elements: read.interface.input.networkOrder(inputs))
        let workers = Workers(threads: 1)
        let logits = network.logits(of: points, workers: workers)
        let outputs = read.interface.outputs(of: logits).elements
        try #require(outputs.count == expected.count, "\(name)")
        let largest = expected.reduce(1) { max($0, $1.magnitude) }
        for (own, other) in zip(outputs, expected) {
          #expect((own - other).magnitude <= Self.tolerance * largest, "\(name)")
        }
        // What is written is read again, and computes the same.
        let again = try ONNXFile(parsing: ONNXExport(network).encoded(), named: name).network()
        let second = again.logits(of: points, workers: workers)
        for (own, other) in zip(logits.elements, second.elements) {
          #expect((own - other).magnitude <= 1e-12 * largest, "\(name)")
        }
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }
}
