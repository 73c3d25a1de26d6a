import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Sizes of layers")
struct LayerSizeTests {
  private func residual() throws -> Architecture {
    try .residual(
      input: InputShape(channels: 1, height: 6, width: 6), channels: [2, 3], blocks: 1,
      activation: .tanh, classes: 4)
  }

  @Test func `shapes and parameters are those of each layer`() throws {
    let architecture = try residual()
    let image = InputShape(channels: 2, height: 6, width: 6)
    let small = InputShape(channels: 3, height: 3, width: 3)
    // Convolution, normalization and nonlinearity; a block; one with a shortcut; three for logits.
    let block = Array(repeating: image, count: 7)
    #expect(
      architecture.layerShapes == Array(repeating: image, count: 3) + block
        + Array(repeating: small, count: 5) + [image] + Array(repeating: small, count: 4) + [
          InputShape(channels: 3, height: 1, width: 1),
          InputShape(channels: 3, height: 1, width: 1),
          InputShape(channels: 4, height: 1, width: 1),
        ])
    let counts = architecture.parameterCounts
    #expect(counts.reduce(0, +) == architecture.layout.count)
    #expect(counts[0] == 2 * 9 && counts[1] == 4 * 2 && counts[2] == 0)
    // The shortcut: an output without parameters, and a convolution of one pixel.
    #expect(counts[15] == 0 && counts[16] == 2 * 3 && counts.last == 3 * 4 + 4)
    #expect(architecture.hiddenLayerIndices == [2, 5, 9, 12, 19])
    let shapes = architecture.hiddenLayerIndices.map { architecture.layerShapes[$0] }
    #expect(shapes == architecture.hiddenShapes)
  }

  @Test func `a dense layer without a nonlinearity is hidden itself`() throws {
    let architecture = try Architecture(
      input: .vector(5),
      layers: [
        .dense(units: 4), .dense(units: 3), .batchNormalization(epsilon: 1e-5), .activation(.relu),
        .dense(units: 2),
      ])
    #expect(architecture.hiddenLayerIndices == [0, 3])
    #expect(architecture.parameterCounts == [24, 15, 12, 0, 8])
  }

  @Test func `signals are counted from an output to the input`() throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(5), widths: [7, 6], activation: .sigmoid, classes: 3)
    #expect(architecture.signalCount(of: .hiddenLayer(0)) == 7 * (5 + 7))
    #expect(architecture.signalCount(of: .hiddenLayer(1)) == 6 * (5 + 7 + 6))
    #expect(architecture.signalCount(of: .logits) == 3 * (5 + 7 + 6 + 3))
  }

  @Test func `passes of large networks hold few examples`() throws {
    let wide = try Architecture.multilayerPerceptron(
      input: .vector(4), widths: [1 << 19], activation: .relu, classes: 2)
    // (2²³ signals) / (2¹⁹ + 6 values) are 15 rows of 2 outputs.
    #expect(JacobianPass<Float>.tile(wide, .logits) == 7)
    #expect(JacobianPass<Float>.tile(wide, .hiddenLayer(0)) == 1)
    let narrow = try Architecture.multilayerPerceptron(
      input: .vector(784), widths: [200, 200], activation: .relu, classes: 10)
    #expect(JacobianPass<Float>.tile(narrow, .logits) == 48)
    #expect(narrow.passSize == 128)
    let images = try Architecture.convolutional(
      input: InputShape(channels: 1, height: 28, width: 28), channels: [32, 64], units: 128,
      activation: .relu, classes: 10)
    // 2²² values / (784 + 25,088 + 6,272 + 12,544 + 3,136 + 3,136 + 138).
    #expect(images.passSize == 82)
  }
}
