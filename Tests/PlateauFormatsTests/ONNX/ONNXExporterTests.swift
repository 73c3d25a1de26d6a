import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Networks exported by PyTorch")
struct ONNXExporterTests {
  static let models = [
    "mlp-sigmoid", "mlp-leaky", "mlp-softmax", "cnn-viewed", "cnn-relu6", "residual",
    "fully-convolutional",
  ]

  // The reference computes in single precision: sums of at most 192 products are off by some
  // √192 · 6e-8 of their size in each of up to eight layers.
  @Test(
    "Logits are those of ONNX Runtime for 13 exporters and opsets each", arguments: models)
  func logits(_ model: String) throws {
    let all = try ONNXCollection("exports")
    let names = all.names.filter { $0.hasPrefix(model + "-") }
    #expect(names.count == 13)
    for name in names {
      switch try all.outcome(of: name, hasProbabilities: model == "mlp-softmax") {
      case .read(let error, _): #expect(error <= 1e-5, "\(name)")
      case .refused(let message): Issue.record("\(message)")
      }
    }
  }

  /// The layers of each model.
  static let descriptions: [String] = [
    "dense (7 units), activation (sigmoid), dense (6 units), activation (sigmoid), dense (5 units)",
    """
    dense (7 units), activation (leakyReLU:0.10000000149011612), dense (6 units), activation \
    (leakyReLU:0.10000000149011612), dense (5 units)
    """,
    "dense (7 units), activation (tanh), dense (6 units), activation (tanh), dense (5 units)",
    """
    normalization, convolution (4 channels, 3×3, stride 2, padding 1), activation (relu), \
    convolution (6 channels, 3×3, padding 1, 2 groups), activation (tanh), maxPooling (2×2, stride 2), \
    flatten, dense (5 units)
    """,
    """
    convolution (4 channels, 3×2, padding 0, 1, 0, 1, dilation 2), normalization, activation \
    (clippedReLU), normalization, averagePooling (3×3, stride 2, padding 1), convolution (5 \
    channels, 2×2), normalization, activation (clippedReLU), normalization, \
    globalAveragePooling, dense (5 units)
    """,
    """
    convolution (4 channels, 3×3, padding 1), activation (relu), convolution (4 channels, \
    3×3, padding 1), activation (relu), convolution (4 channels, 3×3, padding 1), add (layer \
    1), activation (relu), convolution (6 channels, 3×3, stride 2, padding 1), activation \
    (relu), convolution (6 channels, 3×3, padding 1), convolution (6 channels, 1×1, stride 2) \
    of layer 6, add (layer 9), activation (relu), globalAveragePooling, dense (5 units)
    """,
    // With a padding below and to the right in files of opset 9, which changes nothing here.
    """
    convolution (4 channels, 3×3), activation (sigmoid), maxPooling (2×2, stride 2), \
    convolution (5 channels, 1×1), globalAveragePooling
    """,
  ]

  @Test("All files of a model give the same layers", arguments: zip(models, descriptions))
  func layers(_ model: String, _ layers: String) throws {
    let all = try ONNXCollection("exports")
    for name in all.names where name.hasPrefix(model + "-") {
      guard case .read(_, let file) = try all.outcome(of: name) else { continue }
      #expect(file.input == InputShape(channels: 3, height: 8, width: 8))
      let found = file.layers.map(\.description).joined(separator: ", ")
      #expect(found.replacing(", padding 0, 0, 1, 1", with: "") == layers, "\(name)")
    }
  }

  @Test("What the network has and the file has not is noted")
  func notes() throws {
    let all = try ONNXCollection("exports")
    func notes(_ name: String) throws -> [String] {
      guard case .read(_, let file) = try all.outcome(of: name) else { return ["refused"] }
      return file.notes
    }
    #expect(
      try notes("mlp-softmax-trace-17") == [
        "The node '/1/Softmax' (Softmax) at the end is left out: attacks need logits, not "
          + "probabilities."
      ])
    #expect(
      try notes("cnn-viewed-trace-17") == [])
    #expect(try notes("fully-convolutional-trace-17") == [])
    #expect(try notes("residual-dynamo-21") == [])
  }
}
