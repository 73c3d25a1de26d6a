import Foundation
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// Which value of a graph is read, and what its other inputs are.
@Suite("Parts of ONNX graphs")
struct ONNXPartTests {
  typealias Node = ONNXBytes.Node

  static func message(_ bytes: ONNXBytes, _ part: ONNXPart) -> String? {
    do {
      _ = try ONNXFile(parsing: bytes.bytes, named: "m.onnx", part: part)
      return nil
    } catch {
      return error.message
    }
  }

  /// A graph of the inputs x and z, of shape [n, 2].
  static var two: ONNXBytes {
    var bytes = ONNXBytes()
    bytes.inputs = ["x", "z"]
    bytes.nodes = [Node(operation: "Sub", inputs: ["x", "z"], output: "y", name: "less")]
    return bytes
  }

  static func fixed(_ name: String, _ values: [Double], _ shape: [Int]) -> ONNXPart {
    ONNXPart(fixed: [.init(name, as: NPYArray(values, shape: shape), from: "\(name).npy")])
  }

  @Test func `a value within the graph is the output`() throws {
    let file = try ONNXFile(
      parsing: ONNXBytes().bytes, named: "m.onnx", part: ONNXPart(output: "a"))
    #expect(file.layers == [.dense(units: 3)])
    #expect(file.notes == ["The output is 'a', a value of shape [?, 3] within the graph."])
    // So it is by the name of its node.
    let same = try ONNXFile(
      parsing: ONNXBytes().bytes, named: "m.onnx", part: ONNXPart(output: "first"))
    #expect(same == file)
    let whole = try ONNXFile(
      parsing: ONNXBytes().bytes, named: "m.onnx", part: ONNXPart(output: "y"))
    #expect(whole.notes.isEmpty)
  }

  @Test func `a sigmoid that is the output is left out with a note`() throws {
    let file = try ONNXFile(
      parsing: ONNXBytes().bytes, named: "m.onnx", part: ONNXPart(output: "h"))
    #expect(file.layers == [.dense(units: 3)])
    #expect(file.interface.ending == .sigmoid)
    #expect(
      file.notes == [
        "The output is 'h', a value of shape [?, 3] within the graph.",
        "The node 1 (Sigmoid) at the end is left out: attacks need logits, not probabilities.",
      ])
    let logits = Matrix(rows: 1, columns: 3, elements: [0.0, 2, -1000])
    let outputs = file.interface.outputs(of: logits).elements
    #expect(outputs[0] == 0.5 && outputs[2] == 0)
    // e⁻² to all its digits.
    #expect((outputs[1] - 1 / (1 + 0.1353352832366127)).magnitude < 1e-15)
  }

  @Test func `the input itself can be the output`() throws {
    let file = try ONNXFile(
      parsing: ONNXBytes().bytes, named: "m.onnx", part: ONNXPart(output: "x"))
    let network = try file.network()
    let inputs = Matrix(rows: 1, columns: 2, elements: [3.0, -4])
    #expect(network.logits(of: inputs, workers: Workers(threads: 1)).elements == [3, -4])
  }

  @Test func `a value that is not there is refused with those that are near`() {
    var bytes = ONNXBytes()
    bytes.nodes[0].output = "features"
    bytes.nodes[1].inputs = ["features"]
    #expect(
      Self.message(bytes, ONNXPart(output: "featuers"))
        == "'m.onnx' has no value 'featuers'. There is 'features': name one of its values.")
    #expect(
      Self.message(bytes, ONNXPart(output: "nothing like it"))
        == "'m.onnx' has no value 'nothing like it'. The last ones are 'features', 'h', 'y': name one "
        + "of its values.")
  }

  @Test func `one of several outputs is chosen`() throws {
    var bytes = ONNXBytes()
    bytes.outputs = ["y", "a"]
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx", part: ONNXPart(output: "a"))
    #expect(file.layers == [.dense(units: 3)] && file.notes.isEmpty)
  }

  @Test(arguments: [[1, 2], [2]])
  func `an input is fixed to one example`(_ shape: [Int]) throws {
    let file = try ONNXFile(
      parsing: Self.two.bytes, named: "m.onnx", part: Self.fixed("z", [10, 20], shape))
    let inputs = Matrix(rows: 2, columns: 2, elements: [1.0, 2, 3, 4])
    let logits = try file.network().logits(of: inputs, workers: Workers(threads: 1))
    #expect(logits.elements == [-9, -18, -7, -16])
    // Examples can go into either.
    let other = try ONNXFile(
      parsing: Self.two.bytes, named: "m.onnx", part: Self.fixed("x", [10, 20], shape))
    #expect(
      try other.network().logits(of: inputs, workers: Workers(threads: 1)).elements
        == [9, 18, 7, 16])
  }

  static let refused: [(part: ONNXPart, message: String)] = [
    (
      fixed("w", [1, 2], [2]),
      "'m.onnx' has no input 'w' to fix; its inputs are 'x' of shape [?, 2] and 'z' of shape [?, 2]. "
        + "Name one of them."
    ),
    (
      fixed("z", [1, 2, 3], [1, 3]),
      "'z.npy' has the shape [1, 3], but the input 'z' of shape [?, 2] of 'm.onnx' is fixed to one value "
        + "for all examples. Save it in the shape [2] or [1, 2]."
    ),
    (
      fixed("z", [1, 2, 3, 4], [2, 2]),
      "'z.npy' has the shape [2, 2], but the input 'z' of shape [?, 2] of 'm.onnx' is fixed to one value "
        + "for all examples. Save it in the shape [2] or [1, 2]."
    ),
    (
      fixed("z", [1, .infinity], [2]),
      "'z.npy' holds inf at index 1; what Input 'z' of 'm.onnx' is fixed to must be finite. Correct it."
    ),
    (
      ONNXPart(),
      "'m.onnx' takes the inputs 'x' of shape [?, 2] and 'z' of shape [?, 2], and examples go into one "
        + "alone. Give the others a value with --fix NAME=FILE, an .npy file."
    ),
    (
      ONNXPart(fixed: fixed("x", [1, 2], [2]).fixed + fixed("z", [1, 2], [2]).fixed),
      "'m.onnx' has no input but constants and those that are fixed. Leave the one that examples go "
        + "into."
    ),
  ]

  @Test(arguments: refused)
  func `what does not fit is refused`(_ part: ONNXPart, _ message: String) {
    #expect(Self.message(Self.two, part) == message)
  }

  @Test func `an input that the output does not need is ignored`() throws {
    var bytes = ONNXBytes()
    bytes.inputs.append("z")
    #expect(try ONNXFile(parsing: bytes.bytes, named: "m.onnx").layers.count == 3)
  }

  @Test func `arrays are read from npy and npz files`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "plateau-part-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let array = NPYArray([1.0, 2], shape: [2])
    try array.write(to: path("z.npy"))
    var one = NPZBuilder()
    one.add("any", array)
    try one.write(to: path("one.npz"))
    var several = NPZBuilder()
    several.add("z", array)
    several.add("w", NPYArray([3.0], shape: [1]))
    try several.write(to: path("several.npz"))
    for name in ["z.npy", "one.npz", "several.npz"] {
      let input = try ONNXPart.FixedInput("z", from: path(name))
      #expect(input.array.doubles() == [1, 2] && input.source == path(name))
    }
    #expect(throws: DataError.self) {
      try ONNXPart.FixedInput("v", from: path("several.npz"))
    }
  }
}
