import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Networks that ONNX cannot hold")
struct ONNXExportRefusalTests {
  private static func network<Element: Scalar>(
    _ layer: Layer, of type: Element.Type
  ) throws -> Network<Element> {
    var generator = SeededGenerator(seed: 1)
    let architecture = try Architecture(input: .vector(3), layers: [layer, .dense(units: 2)])
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  @Test("A parameter that is not finite is named")
  func notFinite() throws {
    var network: Network<Float> = try SeededNetwork("mlp-relu").network()
    let bias = network.architecture.layout.tensors[3]
    network.parameters[bias.range.lowerBound + 2] = .nan
    #expect(
      Fixture.message { _ = try ONNXExport(network).encoded() }
        == "Tensor 'layers.1.bias' holds nan at index 2; every parameter must be finite. Train or "
        + "load it again.")
  }

  @Test("Constants of layers must be in range")
  func constants() throws {
    let remedy = "Change it, or write the network as safetensors."
    let far = ChannelNormalization(means: [1e39], deviations: [1])
    #expect(
      Fixture.message {
        _ = try ONNXExport(Self.network(.normalization(far), of: Float.self)).encoded()
      }
        == "Layer 0, normalization, has 1e+39 among its means, which is out of the range of float. "
        + remedy)
    #expect(
      Fixture.message {
        _ = try ONNXExport(Self.network(.normalization(far), of: Double.self)).encoded()
      } == nil)
    let flat = ChannelNormalization(means: [0], deviations: [1e-50])
    #expect(
      Fixture.message {
        _ = try ONNXExport(Self.network(.normalization(flat), of: Float.self)).encoded()
      }
        == "Layer 0, normalization, has 1e-50 among its deviations, which is out of the range of "
        + "float. \(remedy)")
    #expect(
      Fixture.message {
        _ = try ONNXExport(
          Self.network(.batchNormalization(epsilon: 1e-50), of: Double.self)
        ).encoded()
      }
        == "Layer 0, batchNormalization, has an epsilon of 1e-50, which is out of the range of float, "
        + "the precision of ONNX's attributes. \(remedy)")
  }

  // Only sizes are looked at: no such network is made.
  @Test("More than 2 GiB are refused before anything is written")
  func size() throws {
    func architecture(_ inputs: Int) throws -> Architecture {
      try Architecture(input: .vector(inputs), layers: [.dense(units: 1 << 8), .dense(units: 2)])
    }
    let large = try architecture(1 << 21)
    #expect(
      Fixture.message { try ONNXExport<Float>.checkSize(of: large) }
        == "The network 2097152-256-2 has 536871682 parameters, 2147489800 bytes as float; an ONNX "
        + "file ends at 2147483647. Write it as safetensors, or make its layers smaller.")
    let half = try architecture(1 << 20)
    #expect(Fixture.message { try ONNXExport<Float>.checkSize(of: half) } == nil)
    #expect(
      Fixture.message { try ONNXExport<Double>.checkSize(of: half) }
        == "The network 1048576-256-2 has 268436226 parameters, 2147492880 bytes as double; an ONNX "
        + "file ends at 2147483647. Write it as safetensors, or make its layers smaller.")
  }
}
