import Foundation
import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("Operations")
struct OperationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let layers: [Layer]
    let input: InputShape

    init(_ name: String, _ layers: [Layer], _ input: InputShape = image) {
      testDescription = name
      self.layers = layers
      self.input = input
    }
  }

  static let image = InputShape(channels: 2, height: 4, width: 3)
  static let shuffle = (0..<24).map { $0 * 7 % 24 }

  static let cases: [Case] = [
    Case("dense", [.dense(units: 5), .activation(.tanh)]),
    Case(
      "convolution",
      [
        .convolution(
          Convolution(
            channels: 3,
            window: Window(
              height: 3, width: 2, verticalStride: 2, horizontalStride: 1,
              padding: Window.Padding(top: 1, left: 0, bottom: 2, right: 1)))),
        .activation(.sigmoid),
      ]),
    Case(
      "convolution, groups and dilations",
      [
        .convolution(Convolution(channels: 4, window: Window(2, padding: 1))), .activation(.tanh),
        .convolution(
          Convolution(
            channels: 6, window: Window(2, stride: 2, padding: 1), groups: 2,
            dilation: Convolution.Dilation(vertical: 2, horizontal: 3))), .activation(.sigmoid),
      ]),
    Case(
      "convolution, depthwise",
      [
        .convolution(
          Convolution(
            channels: 2, window: Window(3, stride: 2, padding: 2), groups: 2,
            dilation: Convolution.Dilation(vertical: 2, horizontal: 1), hasBias: false)),
        .activation(.sigmoid),
      ]),
    Case(
      "transposed convolution",
      [
        .activation(.tanh),
        Layer(
          .transposedConvolution(
            TransposedConvolution(
              Convolution(channels: 4, window: Window(3, stride: 2, padding: 1), groups: 2),
              extraRows: 1))), .activation(.sigmoid),
        Layer(
          .transposedConvolution(
            TransposedConvolution(
              Convolution(
                channels: 3, window: Window(2),
                dilation: Convolution.Dilation(vertical: 1, horizontal: 2), hasBias: false)))),
        .activation(.tanh),
      ]),
    Case(
      "max pooling", [.activation(.tanh), .maxPooling(Pooling(window: Window(2, padding: 1)))]),
    Case(
      "average pooling",
      [
        .averagePooling(Pooling(window: Window(2, padding: 1), countsPadding: false)),
        .activation(.sigmoid),
      ]),
    Case("global average", [.activation(.sigmoid), .globalAveragePooling]),
    Case("flatten", [.activation(.tanh), .flatten, .activation(.sigmoid)]),
    Case(
      "normalization",
      [
        .normalization(ChannelNormalization(means: [0.3, -1], deviations: [0.5, 3])),
        .activation(.tanh),
      ]),
    Case("batch normalization", [.batchNormalization(epsilon: 1e-3), .activation(.tanh)]),
    Case(
      "sum of three values",
      [
        .activation(.sigmoid), .activation(.tanh),
        Layer(.sum, of: .previous, .input, .layer(0)), .activation(.sigmoid),
      ]),
    Case(
      "selection, a permutation",
      [
        Layer(.selection(Selection(shape: image, places: shuffle))), .activation(.tanh),
        .convolution(Convolution(channels: 2, window: Window(2))), .activation(.sigmoid),
      ]),
    Case(
      "selection, with copies and zeros",
      [
        .activation(.tanh),
        Layer(
          .selection(
            Selection(
              shape: InputShape(channels: 3, height: 2, width: 3),
              places: (0..<18).map { $0 % 5 == 4 ? -1 : $0 * 5 % 7 }))), .activation(.sigmoid),
        .convolution(Convolution(channels: 2, window: Window(2))), .activation(.tanh),
      ]),
    Case(
      "selection, a concatenation",
      [
        .convolution(Convolution(channels: 3, window: Window(3, padding: 1))), .activation(.tanh),
        Layer(
          .selection(
            Selection(shape: InputShape(channels: 5, height: 4, width: 3), places: Array(0..<60))),
          of: .previous, .input),
        .convolution(Convolution(channels: 2, window: Window(2))), .activation(.sigmoid),
      ]),
    Case(
      "selection, a concatenation with the input first",
      [
        .activation(.tanh),
        Layer(
          .selection(
            Selection(shape: InputShape(channels: 4, height: 4, width: 3), places: Array(0..<48))),
          of: .input, .previous),
        .convolution(Convolution(channels: 2, window: Window(2))), .activation(.sigmoid),
      ]),
  ]

  /// Operations that are neither linear nor of single numbers.
  static let nonlinear: [Case] = [
    Case("product of a value with itself", [Layer(.product, of: .input, .input)]),
    Case(
      "product of two values",
      [
        .convolution(Convolution(channels: 2, window: Window(3, padding: 1))), .activation(.tanh),
        Layer(.product, of: .previous, .input), .activation(.sigmoid),
      ]),
    Case(
      "product, a factor for each channel",
      [
        .convolution(Convolution(channels: 2, window: Window(3, padding: 1))), .activation(.tanh),
        .globalAveragePooling, .activation(.sigmoid), Layer(.product, of: .layer(1), .previous),
        .convolution(Convolution(channels: 2, window: Window(2))),
      ]),
    Case(
      "products of matrices",
      [
        .dense(units: 12), Layer(.dense(units: 20), of: .input),
        Layer(
          .matrixProduct(.init(groups: 2, rows: 3, inner: 2, columns: 5)), of: .layer(0), .layer(1)),
        .activation(.tanh),
      ]),
    Case(
      "products of matrices, of which one lies transposed",
      [
        .activation(.tanh),
        Layer(
          .matrixProduct(.init(groups: 2, rows: 3, inner: 4, columns: 3, isTransposed: true)),
          of: .previous, .input),
      ]),
    Case("softmax", [.dense(units: 12), Layer(.softmax(size: 4)), .activation(.tanh)]),
    Case(
      "the largest of some",
      [.dense(units: 12), Layer(.ranking(Ranking(size: 4, count: 2))), .activation(.tanh)]),
    Case(
      "k winners",
      [
        .dense(units: 12), .activation(.tanh),
        Layer(.ranking(Ranking(size: 6, first: 2, count: 1))), .dense(units: 12),
        Layer(.product, of: .previous, .layer(1)),
      ]),
    Case(
      "layer normalization of an image",
      [Layer(.layerNormalization(LayerNormalization(size: 8))), .dense(units: 3)]),
    Case(
      "layer normalization of hidden units",
      [
        .dense(units: 12), .activation(.tanh),
        Layer(.layerNormalization(LayerNormalization(size: 4, epsilon: 1e-3))), .activation(.gelu),
      ]),
    Case(
      "normalization by the root mean square",
      [
        .dense(units: 12),
        Layer(
          .layerNormalization(LayerNormalization(size: 6, epsilon: 0.01, isCentered: false))),
      ]),
    Case(
      "attention",
      [
        .dense(units: 12), Layer(.dense(units: 12), of: .input),
        Layer(.dense(units: 12), of: .input),
        Layer(
          .matrixProduct(.init(groups: 1, rows: 4, inner: 3, columns: 4, isTransposed: true)),
          of: .layer(0), .layer(1)),
        Layer(.softmax(size: 4)),
        Layer(
          .matrixProduct(.init(groups: 1, rows: 4, inner: 4, columns: 3)), of: .previous,
          .layer(2)),
        Layer(.sum, of: .previous, .layer(0)),
      ]),
  ]

  @Test("Each nonlinear one has files, bits, gradients and bounds that agree", arguments: nonlinear)
  func nonlinearOperations(_ test: Case) throws {
    let failures = try OperationCheck().failures(of: test.layers, on: test.input)
    #expect(failures == [])
  }

  @Test("Each has files, bits, gradients and bounds that agree", arguments: cases)
  func operations(_ test: Case) throws {
    #expect(try OperationCheck().failures(of: test.layers, on: test.input) == [])
  }

  /// All nonlinearities without jumps, of which no difference has the slope.
  ///
  /// ONNX keeps numbers in single precision: the sixth of a hard sigmoid becomes a fifth.
  static let functions =
    Activation.allCases.compactMap { function -> Activation? in
      switch function {
      case .sign, .floor, .ceil, .round, .quantized: nil
      case .hardSigmoid: .hardSigmoid(alpha: 0.2, beta: 0.5)
      default: function
      }
    } + [
      .power(exponent: 3), .power(exponent: -2), .power(exponent: 1.5), .power(exponent: 0.25),
      .power(exponent: -0.75),
    ]

  /// What makes numbers from ¼ to 1¼, which every function takes.
  static func bounded(_ units: Int) -> [Layer] {
    let shift = ChannelNormalization(
      means: Array(repeating: -0.25, count: units), deviations: Array(repeating: 1, count: units))
    return [.dense(units: units), .activation(.sigmoid), .normalization(shift)]
  }

  @Test("So has each nonlinearity", arguments: functions)
  func nonlinearities(_ function: Activation) throws {
    let isLipschitz = function.largestSlope.isFinite
    let layers: [Layer] =
      (isLipschitz ? [.dense(units: 6)] : Self.bounded(6)) + [.activation(function)]
      + (isLipschitz ? [.dense(units: 5)] : Self.bounded(5)) + [.activation(function)]
    #expect(try OperationCheck(samples: 200).failures(of: layers, on: .vector(4)) == [])
  }

  @Test("A selection is stored as runs, and read again")
  func runs() throws {
    let selection = Selection(shape: .vector(7), places: [0, 1, 2, 9, 7, 5, -1])
    let data = try JSONEncoder().encode(Operation.selection(selection))
    #expect(
      String(decoding: data, as: UTF8.self).contains("[[0,3,1],[9,3,-2],[-1,1,0]]"))
    #expect(try JSONDecoder().decode(Operation.self, from: data) == .selection(selection))
  }
}
