import GoldenValues
import PlateauData
import PlateauExperiments
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("What is said about models")
struct ModelDescriptionTests {
  @Test func `products of dense layers and convolutions are counted`() throws {
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 7, width: 6),
      layers: [
        .normalization(ChannelNormalization(means: [0, 0], deviations: [1, 1])),
        .convolution(
          Convolution(
            channels: 3,
            window: Window(
              height: 3, width: 2, verticalStride: 2,
              padding: Window.Padding(top: 1, left: 1, bottom: 0, right: 0)))),
        .batchNormalization(epsilon: 1e-5), .activation(.relu), .maxPooling(Pooling(2)),
        .output(layer: 3), .averagePooling(Pooling(2)), .add(layer: 4), .dense(units: 5),
        .activation(.relu), .dense(units: 4),
      ])
    // The convolution makes 3 channels of 3 × 6 pixels from windows of 2 · 3 · 2 values.
    #expect(architecture.layerShapes[1] == InputShape(channels: 3, height: 3, width: 6))
    #expect(
      architecture.multiplyAdds == [0, 3 * 3 * 6 * 12, 0, 0, 0, 0, 0, 0, 5 * 3 * 1 * 3, 0, 4 * 5])
  }

  @Test func `a residual network is described by layer`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/residual.safetensors"
    let architecture = try Architecture.residual(
      input: InputShape(channels: 3, height: 6, width: 6), channels: [2, 3], blocks: 1,
      activation: .tanh, classes: 3)
    var generator = SeededGenerator(seed: 4, purpose: "network")
    let network = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    try NetworkFile(network, metadata: ["run.data": "small"]).write(to: path)
    let description = try ModelDescription(ModelFile(path))
    #expect(description.file == path && description.data == "small")
    #expect(description.precision == .float && description.producer == nil)
    #expect(description.bytes == (try FileBytes.read(path).count))
    // Two numbers for each channel of seven normalizations.
    #expect(description.runningMeans == 2 * (2 + 2 + 2 + 3 + 3 + 3))
    #expect(description.parameters == architecture.layout.count)
    #expect(description.parameters == description.layers.reduce(0) { $0 + $1.parameters })
    #expect(description.multiplyAdds == description.layers.reduce(0) { $0 + $1.multiplyAdds })
    #expect(
      description.layers.compactMap(\.analyzedAs)
        == ["layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "logits"])
    #expect(
      description.weights.map(\.name)
        == [
          "layer 1", "layer 2", "layer 3", "layer 4", "layer 5, weight 1", "layer 5, weight 2",
          "logits",
        ])
    #expect(description.weights.last?.shape == [3, 3])
    #expect(description.architecture == architecture)
  }

  @Test func `an ONNX file has a producer`() throws {
    let description = try ModelDescription(ModelFile(Fixture.path("onnx/torch-double.onnx")))
    #expect(description.format == .onnx && description.precision == .double)
    #expect(description.producer?.hasPrefix("pytorch") == true)
    #expect(description.multiplyAdds == 12 * 6 + 6 * 5 + 5 * 3)
    #expect(description.weights.map(\.tensor) == (0..<3).map { "layers.\($0).weight" })
  }
}
