import PlateauNetworks
import PlateauNumerics
import Testing

/// A small random network of images with a batch, in which a kind of layer is the point.
struct ImageCase<Element: Scalar>: CustomTestStringConvertible {
  let name: String
  let network: Network<Element>
  let inputs: Matrix<Element>
  let labels: [Int]

  var testDescription: String { name }

  init(_ name: String, _ layers: [Layer], input: InputShape, rows: Int = 5) throws {
    self.name = name
    let architecture = try Architecture(input: input, layers: layers)
    var generator = SeededGenerator(seed: 3, purpose: name)
    var network = Network<Element>(architecture, initializer: .uniformFanIn, using: &generator)
    // Statistics of batch normalization that are no identity, and variances that stay positive.
    for tensor in architecture.layout.tensors where !tensor.isWeight {
      for index in tensor.range {
        let isVariance = tensor.name.hasSuffix("var") || tensor.name.hasSuffix("weight")
        network.parameters[index] = Element(generator.uniform(isVariance ? 0.3 : -0.5, 1))
      }
    }
    self.network = network
    inputs = Matrix(
      rows: rows, columns: input.count,
      elements: (0..<rows * input.count).map { _ in Element(generator.uniform()) })
    labels = (0..<rows).map { _ in generator.below(architecture.classCount) }
  }

  private static func window(_ side: Int, _ stride: Int = 1, _ padding: Int = 0) -> Window {
    Window(side, stride: stride, padding: padding)
  }

  private static var uneven: Window {
    Window(
      height: 3, width: 2, verticalStride: 2, horizontalStride: 1,
      padding: Window.Padding(top: 1, left: 0, bottom: 2, right: 1))
  }

  /// A network for every kind of layer, with a nonlinearity.
  static func all(_ function: Activation) throws -> [ImageCase] {
    let act = Layer.activation(function)
    let end = [Layer.flatten, .dense(units: 4)]
    let image = InputShape(channels: 2, height: 6, width: 5)
    func convolution(_ channels: Int, _ window: Window, bias: Bool = true) -> Layer {
      .convolution(Convolution(channels: channels, window: window, hasBias: bias))
    }
    func kernel(
      _ channels: Int, _ window: Window, _ groups: Int, _ dilation: (Int, Int)
    ) -> Convolution {
      Convolution(
        channels: channels, window: window, groups: groups,
        dilation: Convolution.Dilation(vertical: dilation.0, horizontal: dilation.1))
    }
    func grouped(
      _ channels: Int, _ window: Window, _ groups: Int, _ dilation: (Int, Int) = (1, 1)
    ) -> Layer {
      .convolution(kernel(channels, window, groups, dilation))
    }
    func transposed(
      _ channels: Int, _ window: Window, _ groups: Int = 1, _ dilation: (Int, Int) = (1, 1),
      extra: (Int, Int) = (0, 0)
    ) -> Layer {
      Layer(
        .transposedConvolution(
          TransposedConvolution(
            kernel(channels, window, groups, dilation), extraRows: extra.0, extraColumns: extra.1)))
    }
    let normalization = ChannelNormalization(means: [0.4, -0.1], deviations: [0.5, 2])
    return try [
      ("convolution", [convolution(3, window(3, 1, 1)), act] + end),
      ("without bias", [convolution(3, window(2), bias: false), act] + end),
      ("strides", [convolution(3, window(3, 2, 1)), act, convolution(2, window(1, 2)), act] + end),
      ("uneven", [convolution(3, uneven), act, convolution(4, window(2)), act] + end),
      (
        "wide", [convolution(17, window(3, 1, 1)), act, convolution(9, window(3, 1, 1)), act] + end
      ),
      ("groups", [grouped(6, window(3, 1, 1), 2), act, grouped(9, window(2), 3), act] + end),
      (
        "depthwise",
        [
          grouped(2, uneven, 2), act, convolution(9, window(1)), act,
          grouped(9, window(3, 2, 1), 9), act,
        ] + end
      ),
      ("dilated", [grouped(3, window(3, 1, 2), 1, (2, 1)), act] + end),
      ("dilated beyond the image", [grouped(3, window(2, 1, 3), 1, (5, 3)), act] + end),
      (
        "groups, strides and dilations",
        [
          grouped(4, window(2, 2, 3), 2, (3, 4)), act, grouped(8, window(2, 3, 1), 4, (2, 1)), act,
        ] + end
      ),
      (
        "depthwise, strides and dilations", [grouped(2, window(3, 2, 2), 2, (2, 3)), act] + end
      ),
      ("transposed", [transposed(3, window(3, 2, 1), extra: (1, 0)), act] + end),
      (
        "transposed, groups and dilations",
        [
          convolution(4, window(3)), act, transposed(6, uneven, 2, (2, 3)), act,
          convolution(2, window(3, 2)), act,
        ] + end
      ),
      (
        "transposed, depthwise", [transposed(2, window(3, 2, 1), 2, extra: (0, 1)), act] + end
      ),
      ("max pooling", [convolution(3, window(3, 1, 1)), act, .maxPooling(Pooling(2))] + end),
      (
        "max pooling, overlapping",
        [convolution(3, window(1)), act, .maxPooling(Pooling(window: window(3, 2, 1)))] + end
      ),
      ("max pooling first", [.maxPooling(Pooling(2)), convolution(3, window(2)), act] + end),
      ("max pooling before", [convolution(3, window(2)), .maxPooling(Pooling(2)), act] + end),
      (
        "average pooling",
        [convolution(3, window(3, 1, 1)), act, .averagePooling(Pooling(window: uneven))] + end
      ),
      (
        "average pooling of what is there",
        [
          convolution(3, window(3, 1, 1)), act,
          .averagePooling(Pooling(window: uneven, countsPadding: false)),
        ] + end
      ),
      (
        "global average", [convolution(5, window(3)), act, .globalAveragePooling, .dense(units: 4)]
      ),
      ("normalization", [.normalization(normalization), convolution(3, window(3)), act] + end),
      ("normalized perceptron", [.normalization(normalization), .dense(units: 5), act] + end),
      (
        "batch normalization",
        [convolution(3, window(3), bias: false), .batchNormalization(epsilon: 1e-3), act] + end
      ),
      (
        "batch normalization of vectors",
        [.flatten, .dense(units: 6), .batchNormalization(epsilon: 1e-3), act, .dense(units: 4)]
      ),
      (
        "identity shortcut",
        [
          convolution(3, window(1)), act, convolution(3, window(3, 1, 1)), act,
          convolution(3, window(3, 1, 1)), .add(layer: 1), act,
        ] + end
      ),
      (
        "sum of pre-activations",
        [convolution(2, window(1)), act, convolution(2, window(1)), .add(layer: 0), act] + end
      ),
      (
        "sum of vectors",
        [.flatten, .dense(units: 5), act, .dense(units: 5), act, .add(layer: 2), .dense(units: 4)]
      ),
    ].map { try ImageCase($0.0, $0.1, input: image) } + [
      ImageCase(
        "residual",
        Architecture.residual(
          input: image, channels: [3, 4], blocks: 1, activation: function, classes: 4
        ).layers, input: image)
    ]
  }
}
