import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Files of networks that are refused")
struct NetworkFileBadFileTests {
  static let architecture =
    #"{"input":{"channels":1,"height":1,"width":2},"layers":[{"kind":"dense","units":3},"#
    + #"{"function":"sigmoid","kind":"activation"},{"kind":"dense","units":2}]}"#

  typealias Change = @Sendable (inout [String: ([Int], [Double])], inout [String: String]) -> Void

  struct Case: Sendable, CustomTestStringConvertible {
    let message: String
    let change: Change
    var testDescription: String { message }

    init(_ message: String, _ change: @escaping Change) {
      self.message = message
      self.change = change
    }
  }

  static func file(_ change: Change) throws -> SafetensorsFile {
    var tensors: [String: ([Int], [Double])] = [
      "layers.0.weight": ([3, 2], [1, 2, 3, 4, 5, 6]), "layers.0.bias": ([3], [7, 8, 9]),
      "layers.1.weight": ([2, 3], [1, 2, 3, 4, 5, 6]), "layers.1.bias": ([2], [0, 1]),
    ]
    var metadata = ["plateau.architecture": architecture, "plateau.version": "1"]
    change(&tensors, &metadata)
    var builder = SafetensorsBuilder(metadata: metadata)
    for (name, (shape, values)) in tensors.sorted(by: { $0.key < $1.key }) {
      builder.add(name, shape: shape, values: values)
    }
    return try SafetensorsFile(parsing: builder.encoded(), named: "m.safetensors")
  }

  static let saved = "Load it with the architecture it was saved with."

  static let tensors: [Case] = [
    Case(
      "Tensor 'layers.1.weight' of 'm.safetensors' has shape [2, 2]; the architecture needs "
        + "[2, 3]. \(saved)"
    ) { tensors, _ in tensors["layers.1.weight"] = ([2, 2], [1, 2, 3, 4]) },
    Case(
      "Tensor 'layers.0.bias' of 'm.safetensors' has shape [1, 3]; the architecture needs [3]. "
        + saved
    ) { tensors, _ in tensors["layers.0.bias"] = ([1, 3], [1, 2, 3]) },
    Case(
      "'m.safetensors' has no tensor 'layers.1.bias'; the architecture needs it, of shape [2]. "
        + saved
    ) { tensors, _ in tensors["layers.1.bias"] = nil },
    Case(
      "'m.safetensors' has the tensor 'layers.2.bias', for which the architecture 2-3-2 has no "
        + "place. \(saved)"
    ) { tensors, _ in tensors["layers.2.bias"] = ([1], [1]) },
    Case(
      "Tensor 'layers.0.bias' of 'm.safetensors' holds nan at index 1; every parameter must be "
        + "finite. Train or export it again."
    ) { tensors, _ in tensors["layers.0.bias"] = ([3], [1, .nan, 3]) },
    Case(
      "Tensor 'layers.1.weight' of 'm.safetensors' holds -inf at index 5; every parameter must "
        + "be finite. Train or export it again."
    ) { tensors, _ in tensors["layers.1.weight"]?.1[5] = -.infinity },
    Case(
      "Tensor 'layers.0.weight' of 'm.safetensors' holds 1e+39 at index 0, which is too large for "
        + "float. Load it as double."
    ) { tensors, _ in tensors["layers.0.weight"]?.1[0] = 1e39 },
  ]

  static func architecture(_ text: String, _ reason: String) -> Case {
    Case(
      "'m.safetensors' declares an architecture that cannot be read: \(reason) Save it again, or "
        + "convert it from its source."
    ) { _, metadata in metadata["plateau.architecture"] = text }
  }

  @Test("What a decoder quotes of a file is shortened")
  func longNames() throws {
    // Found by fuzzing: the message held the whole name.
    let layers = #"[{"kind":"\#(String(repeating: "null", count: 2000))"}]"#
    let file = SafetensorsBuilder(metadata: ["plateau.architecture": Self.input(1, layers)])
    let error = #expect(throws: FormatError.self) {
      try NetworkFile<Float>(SafetensorsFile(parsing: file.encoded(), named: "m.safetensors"))
    }
    #expect(error.map { $0.message.utf8.count < 700 } ?? false)
  }

  static func input(_ channels: Int, _ layers: String = "[]") -> String {
    #"{"input":{"channels":\#(channels),"height":1,"width":2},"layers":\#(layers)}"#
  }

  static let architectures: [Case] = [
    architecture("{", #"at byte 1 the text ends where " should be."#),
    architecture(#"{"layers":[]}"#, "'input' is missing."),
    architecture(
      input(1, "[]"),
      "A network needs at least one layer, which puts out the logits. Found no layer at all."),
    architecture(
      input(0),
      "The input has the shape 0×1×2; its sides must be positive, and their product at "
        + "most 16777216."),
    architecture(
      input(.max),
      "The input has the shape 9223372036854775807×1×2; its sides must be positive, "
        + "and their product at most 16777216."),
    architecture(
      input(8_388_608, #"[{"kind":"dense","units":16777216}]"#),
      "Layer 0, dense (16777216 units), brings the number of parameters to 281474993487872; at "
        + "most 1099511627776 are possible. Make layers smaller."),
    architecture(
      input(1, #"[{"kind":"dense"}]"#), "'units' is missing in layers[0]."),
    architecture(
      input(1, #"[{"kind":"dense","units":0}]"#),
      "Layer 0, dense, has 0 units; give a number from 1 to 16777216."),
    Case(
      "'m.safetensors' has the layout '2' of 'plateau.version'; only '1' is read. Read it with "
        + "the version that wrote it."
    ) { _, metadata in metadata["plateau.version"] = "2" },
  ]

  @Test("Each is refused with a message", arguments: tensors + architectures)
  func refused(_ bad: Case) throws {
    let file = try Self.file(bad.change)
    #expect(Fixture.message { _ = try NetworkFile<Float>(file) } == bad.message)
  }

  @Test("An unchanged file is read, in both precisions")
  func unchanged() throws {
    let file = try Self.file { _, _ in }
    #expect(try NetworkFile<Float>(file).network.parameters.count == 17)
    #expect(try NetworkFile<Double>(file).network.parameters.count == 17)
  }

  @Test("An architecture or activation that is not the file's is refused")
  func contradiction() throws {
    let file = try Self.file { _, _ in }
    let other = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: [3], activation: .relu, classes: 2)
    #expect(
      Fixture.message { _ = try NetworkFile<Float>(file, architecture: other) }
        == "'m.safetensors' declares the architecture 2-3-2 (sigmoid); 2-3-2 (relu) was given. "
        + Self.saved)
    #expect(
      Fixture.message { _ = try NetworkFile<Float>(file, activation: .tanh) }
        == "'m.safetensors' is to be read with the activation 'tanh', but its architecture has "
        + "'sigmoid'. Leave the activation out.")
  }

  @Test("Integers are no parameters")
  func integers() throws {
    var builder = SafetensorsBuilder()
    builder.add("layers.0.weight", shape: [2, 1], integers: [1, 2])
    builder.add("layers.0.bias", shape: [2], integers: [1, 2])
    let file = try SafetensorsFile(parsing: builder.encoded(), named: "m")
    #expect(
      Fixture.message { _ = try NetworkFile<Float>(file, activation: .relu) }
        == "Tensor 'layers.0.weight' of 'm' holds I64; parameters are F32 or F64 (F16 and BF16 are "
        + "widened). Save it as F32.")
  }

  @Test("Layers that cannot be guessed are named")
  func guesses() throws {
    func message(_ tensors: [(String, [Int])]) throws -> String? {
      var builder = SafetensorsBuilder()
      for (name, shape) in tensors {
        builder.add(name, shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
      }
      let file = try SafetensorsFile(parsing: builder.encoded(), named: "m")
      return Fixture.message { _ = try NetworkFile<Float>(file, activation: .relu) }
    }
    let remedy = "Give its whole architecture."
    #expect(
      try message([("fc1.weight", [2, 2])])
        == "'m' has no tensor 'layers.0.weight', so that its layers cannot be guessed. \(remedy)")
    #expect(
      try message([("layers.0.weight", [2, 2, 3, 3])])
        == "'m' has the tensor 'layers.0.weight' of shape [2, 2, 3, 3] where a dense layer has "
        + "[outputs, inputs]. \(remedy)")
    #expect(
      try message([("layers.0.weight", [4, 3]), ("layers.1.weight", [2, 5])])
        == "'m' has the tensor 'layers.1.weight' of shape [2, 5] where a dense layer has "
        + "[outputs, 4]. \(remedy)")
    #expect(
      try message([("layers.0.weight", [0, 3])])
        == "'m' has layers that do not fit: Layer 0, dense, has 0 units; give a number from 1 to "
        + "16777216. \(remedy)")
  }
}
