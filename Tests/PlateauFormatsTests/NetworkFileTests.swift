import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Networks in files")
struct NetworkFileTests {
  static func network<Element: Scalar>(
    of type: Element.Type = Element.self, _ activation: Activation = .sigmoid
  ) throws -> Network<Element> {
    var generator = SeededGenerator(seed: 3)
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 3, width: 1),
      layers: [
        .flatten, .dense(units: 5), .activation(activation), .dense(units: 4),
        .activation(.clippedReLU), .dense(units: 3),
      ])
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  /// A path in a new folder that is removed afterwards.
  static func withPath(_ body: (String) throws -> Void) throws {
    var template = Array("\(P_tmpdir)/plateau-formats-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let path = folder + "/model.safetensors"
    defer {
      unlink(path)
      rmdir(folder)
    }
    try body(path)
  }

  @Test("A network is read as it was written, bit for bit, with its metadata")
  func roundTrip() throws {
    try Self.withPath { path in
      let single = try Self.network(of: Float.self)
      try NetworkFile(single, metadata: ["data": "strokes"]).write(to: path)
      let read = try NetworkFile<Float>.read(path)
      #expect(read.network == single)
      #expect(read.metadata == ["data": "strokes"])
      #expect(try NetworkFile<Double>.read(path).network == Network<Double>(single))
      let double = try Self.network(of: Double.self, .tanh)
      try NetworkFile(double).write(to: path)
      #expect(try NetworkFile<Double>.read(path).network == double)
      #expect(try NetworkFile<Float>.read(path).network == Network<Float>(double))
    }
  }

  @Test("Every activation survives", arguments: Activation.allCases)
  func activations(_ activation: Activation) throws {
    let network = try Self.network(of: Double.self, activation)
    let file = try SafetensorsFile(
      parsing: NetworkFile(network).safetensors().encoded(), named: "f")
    #expect(try NetworkFile(file).network == network)
  }

  @Test("The header is the same text for the same network")
  func deterministic() throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(1), widths: [1], activation: .relu, classes: 2)
    let network = try Network<Float>(architecture, parameters: [1, 2, 3, 4, 5, 6])
    let bytes = try NetworkFile(network, metadata: ["seed": "7"]).safetensors().encoded()
    let length = Int(bytes[0]) + Int(bytes[1]) << 8
    #expect(
      String(decoding: bytes[8..<8 + length], as: UTF8.self)
        == #"""
        {"__metadata__":{"plateau.architecture":"{\"input\":{\"channels\":1,\"height\":1,\"width\":1},\"layers\":[{\"kind\":\"dense\",\"units\":1},{\"function\":\"relu\",\"kind\":\"activation\"},{\"kind\":\"dense\",\"units\":2}]}","plateau.version":"1","seed":"7"},"layers.0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"layers.0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"layers.1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"layers.1.bias":{"dtype":"F32","shape":[2],"data_offsets":[16,24]}} 
        """#.padded(toMultipleOf: 8))
  }

  @Test("A file of another program is read with an activation or an architecture")
  func foreign() throws {
    let path = Fixture.path("safetensors/foreign.safetensors")
    let guessed = try NetworkFile<Float>.read(path, activation: .tanh)
    #expect(guessed.network.architecture.summary == "3-4-2")
    #expect(guessed.network.architecture.hiddenActivations == [.tanh])
    #expect(guessed.network.parameters[..<4] == [-0.75, 0.125, -0.625, 0.25])
    #expect(guessed.network.parameters.suffix(2) == [-1, 0.75])
    #expect(guessed.metadata.isEmpty)
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(3), widths: [4], activation: .tanh, classes: 2)
    let given = try NetworkFile<Float>.read(path, architecture: architecture)
    #expect(given == guessed)
    #expect(
      Fixture.message { _ = try NetworkFile<Float>.read(path) }
        == "'\(path)' does not say its architecture: it has no 'plateau.architecture' in its "
        + "metadata. Give the activation of its dense layers, or the whole architecture.")
  }

  @Test("The golden networks are read in double precision")
  func golden() throws {
    for (name, activation) in [("sigmoid", Activation.sigmoid), ("relu", .relu), ("tanh", .tanh)] {
      let path = Fixture.path("golden/mlp-\(name)/model.safetensors")
      let network = try NetworkFile<Double>.read(path, activation: activation).network
      #expect(network.architecture.summary == (name == "tanh" ? "64-20-10" : "64-24-16-10"))
    }
  }

  @Test("A folder that is missing leaves a message, and metadata of ours is refused")
  func unwritable() throws {
    let network = try Self.network(of: Float.self)
    #expect(
      Fixture.message { try NetworkFile(network).write(to: "/nowhere-at-all/m.safetensors") }
        == "Cannot create '/nowhere-at-all/m.safetensors': No such file or directory. Create the "
        + "folder first.")
    #expect(
      Fixture.message {
        _ = try NetworkFile(network, metadata: ["plateau.version": "9"]).safetensors()
      }
        == "The metadata name 'plateau.version' is taken: names that start with 'plateau.' "
        + "describe the network. Choose another.")
  }
}

extension String {
  /// The text without spaces at its end, then padded with spaces as headers are.
  fileprivate func padded(toMultipleOf size: Int) -> String {
    let text = String(reversed().drop(while: { $0 == " " }).reversed())
    return text + String(repeating: " ", count: (size - text.utf8.count % size) % size)
  }
}
