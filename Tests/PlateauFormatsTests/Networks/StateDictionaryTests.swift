import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("State dictionaries of PyTorch")
struct StateDictionaryTests {
  /// Dense layers from random numbers, by the names of their modules.
  static func file(
    _ tensors: [(name: String, shape: [Int])]
  ) throws -> SafetensorsFile {
    var builder = SafetensorsBuilder()
    for (index, tensor) in tensors.enumerated() {
      let count = tensor.shape.reduce(1, *)
      builder.add(
        tensor.name, shape: tensor.shape, values: (0..<count).map { Float($0 + 100 * index) })
    }
    return try SafetensorsFile(parsing: builder.encoded(), named: "m.safetensors")
  }

  static func dense(_ names: String...) throws -> SafetensorsFile {
    try file(names.flatMap { [("\($0).weight", [3, 3]), ("\($0).bias", [3])] })
  }

  private static func check(_ network: Network<Float>, _ name: String) throws {
    let values = try SeededNetwork.values.get()
    let inputs: Matrix<Float> = try values.matrix(of: "\(name).inputs")
    let expected: Matrix<Float> = try values.matrix(of: "\(name).torch")
    let logits = network.logits(of: inputs, workers: Workers(threads: 1))
    let largest = expected.elements.reduce(0) { max($0, $1.magnitude) }
    // Sums of at most 24 products in four layers.
    for (own, theirs) in zip(logits.elements, expected.elements) {
      #expect((own - theirs).magnitude <= 4 * 24 * 0x1p-24 * largest)
    }
    #expect(logits.rows == expected.rows && logits.columns == expected.columns)
  }

  @Test("Dense layers are read with an activation, in natural order, and give PyTorch's logits")
  func dense() throws {
    for (name, function, modules) in [
      ("torch-sequential", Activation.sigmoid, ["0", "2", "4"]),
      ("torch-named", .relu, ["fc1", "fc2", "fc10"]),
    ] {
      let file = try SafetensorsFile.read(Fixture.path("onnx-out/\(name).safetensors"))
      let dictionary = try StateDictionary(file)
      #expect(dictionary.modules.map(\.name) == modules)
      let architecture = try dictionary.architecture(activation: function)
      try Self.check(dictionary.network(of: architecture), name)
    }
  }

  @Test("Convolutions and batch normalization are read with an architecture")
  func images() throws {
    let window = Window(3, padding: 1)
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 5, width: 6),
      layers: [
        .convolution(Convolution(channels: 4, window: window, hasBias: false)),
        .batchNormalization(epsilon: 1e-5), .activation(.relu),
        .maxPooling(Pooling(window: Window(height: 1, width: 2, horizontalStride: 2))),
        .convolution(Convolution(channels: 3, window: Window(2))),
        .batchNormalization(epsilon: 1e-5), .activation(.relu), .dense(units: 5),
        .activation(.tanh), .dense(units: 3),
      ])
    let file = try SafetensorsFile.read(Fixture.path("onnx-out/torch-images.safetensors"))
    #expect(file.tensor("bn1.num_batches_tracked") != nil)
    let dictionary = try StateDictionary(file)
    #expect(
      try dictionary.modules(for: architecture).map(\.name)
        == ["conv1", "bn1", "conv2", "bn2", "classifier.0", "classifier.2"])
    try Self.check(dictionary.network(of: architecture), "torch-images")
  }

  @Test("Numbers in names count, and parts between periods come first")
  func order() throws {
    let names = [
      "", "0", "2", "10", "a", "a1", "a1.0", "a1.2.b", "a1.10", "a2", "a010", "a11", "b",
      "b99999999999999999999", "b100000000000000000000",
    ]
    let shuffled = names.sorted { $0.reversed().lexicographicallyPrecedes($1.reversed()) }
    let tensors = shuffled.map { ($0.isEmpty ? "weight" : "\($0).weight", [2, 2]) }
    #expect(try StateDictionary(Self.file(tensors)).modules.map(\.name) == names)
  }

  @Test("What is missing is zero; scales are one")
  func missing() throws {
    let file = try Self.file([
      ("0.weight", [2, 3]), ("1.running_mean", [2]), ("1.running_var", [2]), ("2.weight", [2, 2]),
      ("2.bias", [2]),
    ])
    let architecture = try Architecture(
      input: .vector(3),
      layers: [.dense(units: 2), .batchNormalization(epsilon: 1e-5), .dense(units: 2)])
    let network: Network<Double> = try StateDictionary(file).network(of: architecture)
    #expect(
      network.parameters
        == [0, 1, 2, 3, 4, 5, 0, 0, 1, 1, 0, 0, 100, 101, 200, 201, 300, 301, 302, 303, 400, 401])
  }

  @Test("An architecture is read from a file of JSON")
  func json() throws {
    try NetworkFileTests.withPath { path in
      func write(_ text: String) throws { try Fixture.write(text, to: path) }
      try write(NetworkFileBadFileTests.architecture)
      #expect(try Architecture.read(path).summary == "2-3-2")
      let remedy = "Write it as 'plateau info --json' does, under 'architecture'."
      try write(#"{"input":{"channels":1,"height":1,"width":2}}"#)
      #expect(
        Fixture.message { _ = try Architecture.read(path) }
          == "'\(path)' is no architecture: 'layers' is missing. \(remedy)")
      try write("layers:")
      #expect(
        Fixture.message { _ = try Architecture.read(path) }
          == "'\(path)' is no architecture: at byte 0 no value starts here. \(remedy)")
    }
    #expect(
      Fixture.message { _ = try Architecture.read("/nowhere.json") }
        == "There is no file '/nowhere.json'. Check the path.")
  }
}
