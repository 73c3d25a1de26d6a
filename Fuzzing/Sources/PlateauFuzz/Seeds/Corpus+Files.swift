import Plateau

// Seeds that are fixtures of the tests.
extension Corpus {
  /// The largest seed, in bytes: small ones are many a second.
  private static let largest = 20_000

  /// The files of a folder whose names end in one of some endings.
  static func files(_ folder: String, _ endings: String...) throws -> [Seed] {
    try contents(folder, endings).map { name, bytes in
      Seed(name: "seed." + (name.split(separator: ".").last ?? ""), content: .plain(bytes))
    }
  }

  /// The properties of a folder, compressed or not.
  static func properties(_ folder: String) throws -> [Seed] {
    try contents(folder, [".vnnlib"]).flatMap { _, bytes in
      [Seed.Content.plain(bytes), .plain(bytes), .gzip(bytes)].map {
        Seed(name: "seed.vnnlib", content: $0)
      }
    }
  }

  /// The ONNX files of a folder, and those gathered in safetensors files there.
  static func messages(_ folder: String) throws -> [Seed] {
    var models = try contents(folder, [".onnx"]).map(\.1)
    for name in ["exports", "nodes"] {
      let file = try SafetensorsFile.read("\(folder)/\(name).safetensors")
      for tensor in file.tensors where tensor.name.hasSuffix(".model") {
        models.append(try file.integers(of: tensor.name).map { UInt8($0) })
      }
    }
    return models.filter { $0.count <= largest }.flatMap { bytes in
      [Seed.Content.message(bytes), .message(bytes), .plain(bytes)].map {
        Seed(name: "seed.onnx", content: $0)
      }
    }
  }

  /// Files of tensors of many types, and of networks.
  static func tensors(_ fixtures: String) throws -> [Seed] {
    var seeds: [[UInt8]] = []
    for folder in ["safetensors", "geometry"] + golden.map({ "golden/" + $0 }) {
      seeds += try contents(fixtures + "/" + folder, [".safetensors"]).map(\.1)
    }
    seeds += try networks()
    return seeds.flatMap { bytes in
      let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      let frame = Frame(start: 0, width: 8, rest: bytes.count - 8 - header)
      return [Seed.Content.framed(bytes, frame), .plain(bytes)].map {
        Seed(name: "seed.safetensors", content: $0)
      }
    }
  }

  /// Networks that say their layers, as the package writes them.
  private static func networks() throws -> [[UInt8]] {
    let image = InputShape(channels: 2, height: 6, width: 5)
    let architectures = [
      try Architecture.multilayerPerceptron(
        input: .vector(4), widths: [3], activation: .sigmoid, classes: 2),
      try .convolutional(input: image, channels: [2], units: 3, activation: .relu, classes: 2),
      try .residual(
        input: image, channels: [2, 3], blocks: 1, activation: .tanh, classes: 3,
        normalization: ChannelNormalization(means: [0.5, 0.25], deviations: [1, 2])),
    ]
    return try architectures.map { architecture in
      var generator = SeededGenerator(seed: 0, purpose: "network")
      let network = Network<Float>(
        architecture, initializer: .uniformFanIn, using: &generator)
      return try NetworkFile(network, metadata: ["data": "σ"]).safetensors().encoded()
    }
  }

  private static let golden = ["mlp-sigmoid", "mlp-tanh", "cnn-sigmoid", "cnn-relu"]

  private static func contents(
    _ folder: String, _ endings: [String]
  ) throws -> [(String, [UInt8])] {
    try Folder.names(in: folder).filter { name in endings.contains { name.hasSuffix($0) } }
      .map { ($0, try FileBytes.read(folder + "/" + $0)) }
      .filter { $0.1.count <= largest }
  }
}
