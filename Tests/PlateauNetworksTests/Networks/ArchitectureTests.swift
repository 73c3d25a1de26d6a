import Foundation
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Architectures")
struct ArchitectureTests {
  let image = InputShape(channels: 3, height: 4, width: 5)

  @Test func `know their sizes and where each parameter lies`() throws {
    let architecture = try Architecture(
      input: image,
      layers: [
        .flatten, .dense(units: 7), .activation(.tanh), .dense(units: 6), .flatten,
        .dense(units: 4), .activation(.relu), .dense(units: 2),
      ])
    #expect(architecture.summary == "60-7-6-4-2")
    #expect(architecture.classCount == 2)
    #expect(architecture.hiddenWidths == [7, 6, 4])
    #expect(architecture.hiddenActivations == [.tanh, nil, .relu])
    let tensors = architecture.layout.tensors
    // Names count every layer but activations.
    #expect(
      tensors.map(\.name) == [
        "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias",
        "layers.4.weight", "layers.4.bias", "layers.5.weight", "layers.5.bias",
      ])
    #expect(
      tensors.map(\.shape) == [[7, 60], [7], [6, 7], [6], [4, 6], [4], [2, 4], [2]])
    #expect(tensors.map(\.isWeight) == [true, false, true, false, true, false, true, false])
    var end = 0
    for tensor in tensors {
      #expect(tensor.range.lowerBound == end)
      #expect(tensor.range.count == tensor.shape.reduce(1, *))
      end = tensor.range.upperBound
    }
    #expect(architecture.layout.count == end)
    #expect(end == 427 + 48 + 28 + 10)
  }

  @Test func `of perceptrons are dense layers with one nonlinearity`() throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: image, widths: [5, 4], activation: .clippedReLU, classes: 3)
    #expect(
      architecture.layers == [
        .dense(units: 5), .activation(.clippedReLU), .dense(units: 4), .activation(.clippedReLU),
        .dense(units: 3),
      ])
    let linear = try Architecture.multilayerPerceptron(
      input: image, widths: [], activation: .relu, classes: 3)
    #expect(linear.layers == [.dense(units: 3)])
    #expect(linear.hiddenWidths.isEmpty)
  }

  static let refused: [(layers: [Layer], message: String)] = [
    (
      [],
      "A network needs at least one layer, which puts out the logits. Found no layer at all."
    ),
    ([.dense(units: 0)], "Layer 0, dense, has 0 units; give a number from 1 to 16777216."),
    (
      [.flatten, .dense(units: -3), .dense(units: 2)],
      "Layer 1, dense, has -3 units; give a number from 1 to 16777216."
    ),
    (
      [.dense(units: 16_777_217)],
      "Layer 0, dense, has 16777217 units; give a number from 1 to 16777216."
    ),
    (
      [.dense(units: 1 << 20), .dense(units: 1 << 24)],
      "Layer 1, dense (16777216 units), brings the number of parameters to 17592266784768; at "
        + "most 1099511627776 are possible. Make layers smaller."
    ),
    (
      [Layer(.sum, of: .previous), .dense(units: 2)],
      "Layer 0, sum, takes 1 values; give at least 2."
    ),
    (
      [Layer(.dense(units: 3), of: .input, .previous)],
      "Layer 0, dense (3 units) of the input, the layer before, takes 2 values; it needs 1."
    ),
    (
      [Layer(.selection(Selection(shape: .vector(2), places: [0, 900]))), .dense(units: 2)],
      "Layer 0, selection (2), has 2 places from 0 to 900; 2 are needed, from -1 to 59."
    ),
  ]

  @Test(arguments: refused)
  func `that do not fit are refused with the layer`(layers: [Layer], message: String) {
    let error = #expect(throws: NetworkError.self) {
      try Architecture(input: image, layers: layers)
    }
    #expect(error?.message == message)
    #expect(error?.fault == .input)
  }

  @Test func `take nonlinearities of anything`() throws {
    let layers: [Layer] = [
      .activation(.sigmoid), .flatten, .activation(.tanh), .activation(.relu), .dense(units: 2),
    ]
    let architecture = try Architecture(input: image, layers: layers)
    #expect(architecture.hiddenActivations == [.sigmoid, .tanh, .relu])
    #expect(architecture.hiddenLayerIndices == [0, 2, 3])
  }

  @Test func `an input of impossible size is refused`() {
    let error = #expect(throws: NetworkError.self) {
      try Architecture(input: .vector(1 << 24 + 1), layers: [.dense(units: 2)])
    }
    #expect(
      error?.message == "The input 16777217 has 16777217 values; at most 16777216 are possible.")
  }

  @Test func `survive JSON`() throws {
    let architecture = try Architecture(
      input: image,
      layers: [.flatten, .dense(units: 7), .activation(.clippedReLU), .dense(units: 2)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(architecture)
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"input":{"channels":3,"height":4,"width":5},"layers":[{"kind":"flatten"},"#
        + #"{"kind":"dense","units":7},{"function":"clippedReLU","kind":"activation"},"#
        + #"{"kind":"dense","units":2}]}"#)
    #expect(try JSONDecoder().decode(Architecture.self, from: text) == architecture)
  }

  @Test func `are checked when they are read`() {
    func decode(_ layers: String) throws -> Architecture {
      let text = #"{"input":{"channels":1,"height":1,"width":3},"layers":\#(layers)}"#
      return try JSONDecoder().decode(Architecture.self, from: Data(text.utf8))
    }
    #expect(throws: NetworkError.self) { try decode(#"[{"kind":"dense","units":0}]"#) }
    #expect(throws: DecodingError.self) { try decode(#"[{"kind":"convolution","units":2}]"#) }
    #expect(throws: DecodingError.self) { try decode(#"[{"kind":"dense"}]"#) }
    #expect(throws: DecodingError.self) {
      try decode(#"[{"kind":"dense","units":2},{"kind":"activation","function":"swish"}]"#)
    }
  }
}
