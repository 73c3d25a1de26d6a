import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("LogSoftmax within a network")
struct ONNXLogSoftmaxTests {
  typealias Node = ONNXBytes.Node

  /// LogSoftmax of two rows of three numbers, times 2.
  static func file() throws -> ONNXFile {
    let nodes = [
      Node(
        operation: "LogSoftmax", inputs: ["x"], output: "l", name: "logs",
        attributes: [Node.attribute("axis", integer: 2)]),
      Node(operation: "Add", inputs: ["l", "l"], output: "a"),
      Node(operation: "Flatten", inputs: ["a"], output: "y"),
    ]
    return try ONNXFile(
      parsing: ONNXGraphTests.graph([-1, 2, 3], nodes).bytes, named: "m.onnx")
  }

  static let inputs: [Float] = [400, 0, -400, 1, 1, 1]

  @Test func `it is finite in single precision where logits are 400 apart`() throws {
    let network = try Self.file().network(as: Float.self)
    let found = network.logits(
      of: Matrix(rows: 1, columns: 6, elements: Self.inputs), workers: Workers(threads: 1)
    ).elements
    #expect(found[..<3] == [0, -800, -1600])
    // 2 log(1/3), rounded thrice.
    for number in found[3...] { #expect((number + 2.1972246).magnitude <= 5e-7) }
  }

  @Test("Gradients are those of the logits themselves", arguments: [GradientRule.naive, .stable])
  func gradients(_ rule: GradientRule) throws {
    let network = try Self.file().network(as: Float.self)
    let inputs = Matrix(rows: 1, columns: 6, elements: Self.inputs)
    // Of the difference of two numbers of a row all that is common to them cancels.
    let found = network.inputGradient(
      of: .margin, at: inputs, labels: [2], rule: rule, workers: Workers(threads: 1)
    ).values.elements
    #expect(found[0] != 0 && found[0] == -found[2])
    #expect(found[1] == 0 && found[3...].allSatisfy { $0 == 0 })
  }

  @Test func `files, bits, gradients and bounds agree`() throws {
    #expect(OperationCheck(samples: 100).failures(of: try Self.file().network()) == [])
  }
}
