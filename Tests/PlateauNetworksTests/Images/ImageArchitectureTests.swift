import PlateauNetworks
import PlateauNumerics
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Architectures of images")
struct ImageArchitectureTests {
  static let image = InputShape(channels: 3, height: 8, width: 6)

  static func convolution(_ channels: Int, _ window: Window) -> Layer {
    .convolution(Convolution(channels: channels, window: window))
  }

  static let refused: [([Layer], String)] = [
    (
      [convolution(4, Window(9)), .dense(units: 2)],
      "Layer 0, convolution (4 channels, 9×9), does not fit its input 3×8×6, which is 8×6 pixels "
        + "large with its padding. Make the window smaller."
    ),
    (
      [convolution(0, Window(3)), .dense(units: 2)],
      "Layer 0, convolution, has 0 channels; give a number from 1 to 16777216."
    ),
    (
      [convolution(2, Window(3, stride: 0)), .dense(units: 2)],
      "Layer 0, convolution (2 channels, 3×3, stride 0), has a side, stride or padding out of range; "
        + "sides and strides go from 1 to 4096, padding from 0 to 4096."
    ),
    (
      [convolution(2, Window(3, padding: -1)), .dense(units: 2)],
      "Layer 0, convolution (2 channels, 3×3, padding -1), has a side, stride or padding out of "
        + "range; sides and strides go from 1 to 4096, padding from 0 to 4096."
    ),
    (
      [.maxPooling(Pooling(2)), .maxPooling(Pooling(4)), .dense(units: 2)],
      "Layer 1, maxPooling (4×4, stride 4), does not fit its input 3×4×3, which is 4×3 pixels large "
        + "with its padding. Make the window smaller."
    ),
    (
      [.averagePooling(Pooling(window: Window(2, padding: 2))), .dense(units: 2)],
      "Layer 0, averagePooling (2×2, padding 2), has windows without a pixel; its padding must be "
        + "smaller than the window."
    ),
    (
      [.normalization(ChannelNormalization(means: [0], deviations: [1])), .dense(units: 2)],
      "Layer 0, normalization, has 1 means and 1 deviations, but its input 3×8×6 has 3 channels; "
        + "give one each."
    ),
    (
      [
        .normalization(ChannelNormalization(means: [0, 0, 0], deviations: [1, 0, 1])),
        .dense(units: 2),
      ],
      "Layer 0, normalization, has the means [0.0, 0.0, 0.0] and deviations [1.0, 0.0, 1.0]; means "
        + "must be finite, deviations finite and not 0."
    ),
    (
      [convolution(2, Window(3)), .batchNormalization(epsilon: 0), .dense(units: 2)],
      "Layer 1, batchNormalization, has the epsilon 0.0; it must be positive and finite, such as "
        + "1e-5."
    ),
    (
      [convolution(2, Window(3)), convolution(2, Window(3)), .add(layer: 0), .dense(units: 2)],
      "Layer 2, add (layer 0), adds 2×6×4, which layer 0 puts out, to 2×4×2; both must have the same "
        + "shape."
    ),
    (
      [.add(layer: 0), .dense(units: 2)],
      "Layer 0, add (layer 0), names a layer that does not come before it; it is the first."
    ),
    (
      [.flatten, .add(layer: 4), .dense(units: 2)],
      "Layer 1, add (layer 4), names a layer that does not come before it; name one from 0 to 0."
    ),
    (
      [convolution(2, Window(3)), convolution(2, Window(3)), .output(layer: 0), .dense(units: 2)],
      "What layer 1, convolution (2 channels, 3×3), puts out is not used. Add it to another, or leave "
        + "the layer out."
    ),
  ]

  @Test(arguments: refused)
  func `that do not fit are refused with the layer and the sizes`(
    layers: [Layer], message: String
  ) {
    let error = #expect(throws: NetworkError.self) {
      try Architecture(input: Self.image, layers: layers)
    }
    #expect(error?.message == message)
  }

  @Test func `have shapes, names and a summary`() throws {
    let architecture = try Architecture.convolutional(
      input: InputShape(channels: 1, height: 28, width: 28), channels: [32, 64], units: 128,
      activation: .relu, classes: 10)
    #expect(
      architecture.summary == "1×28×28-32×28×28-32×14×14-64×14×14-64×7×7-128-10")
    #expect(architecture.hiddenWidths == [25_088, 12_544, 128])
    #expect(
      architecture.layout.tensors.map(\.name) == [
        "layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias", "layers.5.weight",
        "layers.5.bias", "layers.6.weight", "layers.6.bias",
      ])
    #expect(architecture.layout.tensors[2].shape == [64, 32, 5, 5])
    #expect(architecture.layout.count == 832 + 51_264 + 401_536 + 1290)
  }

  @Test func `survive JSON, residual ones too`() throws {
    let architecture = try Architecture.residual(
      input: Self.image, channels: [4, 6], blocks: 2, activation: .relu, classes: 3,
      normalization: ChannelNormalization(means: [0.1, 0.2, 0.3], deviations: [1, 2, 3]))
    let data = try JSONEncoder().encode(architecture)
    #expect(try JSONDecoder().decode(Architecture.self, from: data) == architecture)
    let layers: [Layer] = [
      .averagePooling(
        Pooling(
          window: Window(
            height: 2, width: 3, verticalStride: 1, horizontalStride: 2,
            padding: Window.Padding(top: 1, left: 2, bottom: 0, right: 1)), countsPadding: false)),
      .convolution(Convolution(channels: 2, window: Window(2), hasBias: false)), .flatten,
      .dense(units: 2),
    ]
    let other = try Architecture(input: Self.image, layers: layers)
    #expect(
      try JSONDecoder().decode(Architecture.self, from: JSONEncoder().encode(other)) == other)
  }
}
