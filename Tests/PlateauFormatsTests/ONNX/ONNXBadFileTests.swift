import PlateauFormats
import PlateauNetworks
import Testing

@Suite("ONNX files that are refused")
struct ONNXBadFileTests {
  typealias Change = @Sendable (inout ONNXBytes) -> Void

  struct Case: Sendable, CustomTestStringConvertible {
    let message: String
    let change: Change
    var testDescription: String { message }

    init(_ message: String, _ change: @escaping Change) {
      self.message = message
      self.change = change
    }
  }

  static let damaged = "It is damaged: copy or export it again."

  static let tensors: [Case] = [
    Case(
      "Tensor 'w0' of 'm.onnx' has shape [3, 2] of FLOAT, which takes 24 bytes, but holds 20. "
        + damaged
    ) { $0.tensors[0].values.removeLast() },
    Case(
      "Tensor 'b0' of 'm.onnx' has shape [3], which takes 3 values, but holds 0. \(damaged)"
    ) { $0.tensors[1].values = [] },
    Case("Tensor 'w0' of 'm.onnx' has the impossible shape [-3, 2]. \(damaged)") {
      $0.tensors[0].sides = [-3, 2]
    },
    Case("Tensor 'w0' of 'm.onnx' has the impossible shape [4611686018427387904, 2]. \(damaged)") {
      $0.tensors[0].sides = [1 << 62, 2]
    },
    Case("Tensor 'w0' of 'm.onnx' has the impossible shape [16777216, 16777216]. \(damaged)") {
      $0.tensors[0].sides = [1 << 24, 1 << 24]
    },
    Case(
      "Tensor 'w0' of 'm.onnx' has the shape [3, 0], and so no values. Empty tensors are not read: "
        + "simplify the model, such as by onnxsim, so that it does without."
    ) {
      $0.tensors[0].sides = [3, 0]
    },
    Case(
      "Tensor 'w1' of 'm.onnx' has shape [1000000, 3] of FLOAT, which takes 12000000 bytes, but "
        + "holds 24. \(damaged)"
    ) { $0.tensors[2].sides = [1_000_000, 3] },
    Case(
      "Tensor 'w1' of 'm.onnx' holds nan at index 4; every parameter must be finite. Train or "
        + "export it again."
    ) { $0.tensors[2].values[4] = .nan },
    Case(
      "Tensor 'b1' of 'm.onnx' holds -inf at index 0; every parameter must be finite. Train or "
        + "export it again."
    ) { $0.tensors[3].values[0] = -.infinity },
    Case(
      "Tensor 'w0' of 'm.onnx' has shape [3, 2] of FLOAT16, which takes 12 bytes, but holds 24. It is "
        + "damaged: copy or export it again."
    ) { $0.tensors[0].type = 10 },
    Case(
      "Tensor 'w0' of 'm.onnx' holds the unknown type 77; weights and biases are FLOAT, "
        + "DOUBLE, FLOAT16 or BFLOAT16. Export it as FLOAT."
    ) { $0.tensors[0].type = 77 },
    Case(
      "Tensor 'b1' of 'm.onnx' holds double values in a model of float ones. Export it again in "
        + "one precision."
    ) {
      $0.tensors[3].type = 11
      $0.tensors[3].raw = Array(repeating: 0, count: 16)
    },
    Case(
      "Tensor 'w0' of 'm.onnx' keeps its values in another file, 'big.bin', but where the model "
        + "lies is not known. Read the model by its path."
    ) {
      $0.tensors[0].values = []
      $0.tensors[0].extra = ONNXBytes.Tensor.external([("location", "big.bin")])
    },
    Case("Tensor 'w0' of 'm.onnx' holds its values twice. \(damaged)") {
      $0.tensors[0].extra = ONNXBytes.Tensor.block(4, Array(repeating: 0, count: 24))
    },
    Case("Tensor 'w0' of 'm.onnx' is cut into segments. \(damaged)") {
      $0.tensors[0].extra = ONNXBytes.Tensor.block(3, [])
    },
    Case("'m.onnx' has the tensor 'w0' twice. \(damaged)") { $0.tensors.append($0.tensors[0]) },
  ]

  static let files: [Case] = [
    Case("'m.onnx' has operations of opset 6; 7 to 28 are read. Export it with one of them.") {
      $0.opset = 6
    },
    Case("'m.onnx' does not say the version of its operations (opset_import). Export it again.") {
      $0.opset = nil
    },
    Case(
      "'m.onnx' takes the inputs 'x' of shape [?, 2] and 'z' of shape [?, 2], and examples go into one "
        + "alone. Give the others a value with --fix NAME=FILE, an .npy file."
    ) {
      $0.inputs.append("z")
      $0.nodes[0] = ONNXBytes.Node(operation: "Add", inputs: ["x", "z"], output: "a")
    },
    Case("'m.onnx' has the outputs 'y' and 'h'; one is read. Choose it with --output-node NAME.") {
      $0.outputs.append("h")
    },
    Case(
      "Input 'x' of 'm.onnx' is of INT64; FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are read. Export the "
        + "model in one of them."
    ) { $0.inputType = 7 },
    Case(
      "Input 'x' of 'm.onnx' has the shape [?, ?]; all sides but the first must be fixed, with at "
        + "most 16777216 values. Export the model for inputs of one size."
    ) { $0.input = [-1, -1] },
    Case(
      "Input 'x' of 'm.onnx' has the shape []; all sides but the first must be fixed, with at "
        + "most 16777216 values. Export the model for inputs of one size."
    ) { $0.input = [] },
    Case(
      "Input 'x' of 'm.onnx' has the shape [?, 9223372036854775807, 9223372036854775807]; all "
        + "sides but the first must be fixed, with at most 16777216 values. Export the model for "
        + "inputs of one size."
    ) { $0.input = [-1, .max, .max] },
    Case("'m.onnx' puts out 'q', which no node makes of the input. \(damaged)") {
      $0.outputs = ["q"]
    },
    Case(
      "'m.onnx' puts out 'b1', which does not depend on the input. Export the part from the image to "
        + "the logits."
    ) {
      $0.outputs = ["b1"]
    },
    Case(
      "'m.onnx' puts out a value of shape [?, 2, 3]; one number for each class is needed. Export it "
        + "without the last Reshape, or as a classifier."
    ) {
      $0.input = [-1, 2, 3]
      $0.nodes = [ONNXBytes.Node(operation: "Relu", inputs: ["x"], output: "y")]
    },
  ]

  @Test("Each is refused with a message", arguments: tensors + files)
  func refused(_ bad: Case) throws {
    var bytes = ONNXBytes()
    bad.change(&bytes)
    let all = bytes.bytes
    #expect(
      Fixture.message { _ = try ONNXFile(parsing: all, named: "m.onnx").network() } == bad.message)
  }

  @Test("What is no ONNX file at all is refused")
  func foreign() {
    func message(_ bytes: [UInt8]) -> String? {
      Fixture.message { _ = try ONNXFile(parsing: bytes, named: "m.onnx") }
    }
    #expect(
      message([])
        == "'m.onnx' is no ONNX file: it holds no graph. Check that it is the right file.")
    #expect(
      message(Array("{\"model\": 1}".utf8))
        == "'m.onnx' is no ONNX file: its bytes are no message of protocol buffers. Check that it "
        + "is the right file, and copy it again.")
    #expect(
      Fixture.message { _ = try ONNXFile.read("/nowhere-at-all/m.onnx") }
        == "There is no folder '/nowhere-at-all', where '/nowhere-at-all/m.onnx' should be. Check "
        + "the path.")
  }
}
