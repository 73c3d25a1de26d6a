import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("State dictionaries that are refused")
struct StateDictionaryRefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let message: String
    let tensors: [(name: String, shape: [Int])]
    var testDescription: String { message }
  }

  static let refusals = [
    Refusal(
      message: "'m.safetensors' has the tensor 'lstm.weight_ih_l0', which is none of weight, bias, "
        + "running_mean, running_var. Save the state_dict of a network of such layers alone.",
      tensors: [("lstm.weight_ih_l0", [2, 2])]),
    Refusal(
      message: "'m.safetensors' has the tensor 'a.weight', of shape [2, 2, 2], which is none of a "
        + "dense layer, a convolution of images or batch normalization. Save the state_dict of a "
        + "network of such layers alone.",
      tensors: [("a.weight", [2, 2, 2])]),
    Refusal(
      message:
        "'m.safetensors' has the tensor 'a.running_mean', of shape [2, 2], which is none of a "
        + "dense layer, a convolution of images or batch normalization. Save the state_dict of a "
        + "network of such layers alone.", tensors: [("a.running_mean", [2, 2])]),
    Refusal(
      message:
        "'m.safetensors' has the tensor 'a.bias', of shape [2], which is none of a dense layer, "
        + "a convolution of images or batch normalization. Save the state_dict of a network of such "
        + "layers alone.", tensors: [("a.bias", [2])]),
    Refusal(
      message: "'m.safetensors' has the module 'conv', a convolution; an activation is enough for "
        + "dense layers alone. Give the whole architecture.",
      tensors: [("conv.weight", [2, 1, 3, 3]), ("fc.weight", [2, 2])]),
    Refusal(
      message:
        "Tensor '1.weight' of 'm.safetensors' has shape [2, 4]; the architecture needs [2, 3] "
        + "for 'layers.1.weight'. Modules are taken in the order '0', '1': correct the architecture, "
        + "or rename them.", tensors: [("0.weight", [3, 2]), ("1.weight", [2, 4])]),
    Refusal(
      message: "'m.safetensors' has no parameters. Check that it is the right file.", tensors: []),
    Refusal(
      message:
        "Tensor '0.weight' of 'm.safetensors' has a shape for 0 inputs; a dense layer has from "
        + "1 to 16777216. Give the whole architecture.", tensors: [("0.weight", [3, 0])]),
    Refusal(
      message:
        "'m.safetensors' holds layers that are no network: Layer 0, dense, has 0 units; give "
        + "a number from 1 to 16777216.", tensors: [("0.weight", [0, 2])]),
  ]

  @Test("Files of something else are refused by name", arguments: refusals)
  func refuses(_ refusal: Refusal) throws {
    let file = try StateDictionaryTests.file(refusal.tensors)
    #expect(
      Fixture.message {
        let dictionary = try StateDictionary(file)
        let architecture = try dictionary.architecture(activation: .relu)
        _ = try dictionary.network(of: architecture) as Network<Float>
      } == refusal.message)
  }

  @Test("Modules that an architecture has no place for, or lacks, are counted")
  func counts() throws {
    let file = try StateDictionaryTests.dense("a", "b", "c")
    func message(_ layers: [Layer]) throws -> String? {
      let architecture = try Architecture(input: .vector(3), layers: layers)
      return Fixture.message {
        _ = try StateDictionary(file).network(of: architecture) as Network<Float>
      }
    }
    #expect(
      try message([.dense(units: 3), .dense(units: 3)])
        == "'m.safetensors' has 3 modules of the kind dense layer ('a', 'b', 'c'), the architecture "
        + "3-3-3 has 2 such layers. Correct the architecture.")
    #expect(
      try message([
        .dense(units: 3), .batchNormalization(epsilon: 1e-5), .dense(units: 3), .dense(units: 3),
      ])
        == "'m.safetensors' has 0 modules of the kind batch normalization, the architecture 3-3-3-3 "
        + "has 1 such layers. Correct the architecture.")
    let plain = try StateDictionaryTests.file([
      ("n.weight", [3]), ("n.bias", [3]), ("z.weight", [3, 3]),
    ])
    let normalized = try Architecture(
      input: .vector(3), layers: [.flatten, .batchNormalization(epsilon: 1e-5), .dense(units: 3)])
    #expect(
      Fixture.message {
        _ = try StateDictionary(plain).network(of: normalized) as Network<Float>
      }
        == "'m.safetensors' has the module 'n' with weight and bias of shape [3] and no running_mean: a "
        + "layer normalization, which is not read, or a batch normalization that keeps no running means. "
        + "Use batch normalization that tracks them.")
    #expect(
      Fixture.message { _ = try StateDictionary(plain).architecture(activation: .relu) }?
        .hasPrefix("'m.safetensors' has the module 'n' with weight and bias of shape [3]") == true)
  }

  @Test("Parameters must be numbers, and finite")
  func numbers() throws {
    var builder = SafetensorsBuilder()
    builder.add("0.weight", shape: [2, 2], integers: [1, 2, 3, 4])
    let integers = try SafetensorsFile(parsing: builder.encoded(), named: "m.safetensors")
    #expect(
      Fixture.message { _ = try StateDictionary(integers) }
        == "Tensor '0.weight' of 'm.safetensors' holds I64; parameters are F32 or F64 (F16 and BF16 "
        + "are widened). Save it as F32.")
    builder = SafetensorsBuilder()
    builder.add("0.weight", shape: [2, 2], values: [1, 1e300, 3, 4] as [Double])
    let large = try SafetensorsFile(parsing: builder.encoded(), named: "m.safetensors")
    let dictionary = try StateDictionary(large)
    let architecture = try dictionary.architecture(activation: .relu)
    #expect(
      Fixture.message { _ = try dictionary.network(of: architecture) as Network<Float> }
        == "Tensor '0.weight' of 'm.safetensors' holds 1e+300 at index 1, which is too large for "
        + "float. Load it as double.")
    #expect(try dictionary.network(of: architecture).parameters == [1, 1e300, 3, 4, 0, 0])
  }

  @Test("Any tensors make a network or are refused with a FormatError, and never trap")
  func anything() throws {
    var generator = SeededGenerator(seed: 8, purpose: "states")
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 2, width: 2),
      layers: [
        .convolution(Convolution(channels: 2, window: Window(1))),
        .batchNormalization(epsilon: 1e-5), .activation(.relu), .dense(units: 2),
      ])
    let parts = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked", "scale"]
    var made = 0
    for _ in 0..<4000 {
      var names: Set<String> = []
      var tensors: [(name: String, shape: [Int])] = []
      for _ in 0..<generator.below(7) {
        let module = ["", "a.", "1.", "a..", "2.b."][generator.below(5)]
        let name = module + parts[[0, 0, 0, 0, 1, 1, 2, 3, 4, 5][generator.below(10)]]
        let shape = (0..<generator.below(5)).map { _ in generator.below(4) }
        if names.insert(name).inserted { tensors.append((name, shape)) }
      }
      let file = try StateDictionaryTests.file(tensors)
      for isGuessed in [true, false] {
        let message = Fixture.message {
          let dictionary = try StateDictionary(file)
          let layers = isGuessed ? try dictionary.architecture(activation: .tanh) : architecture
          let network: Network<Double> = try dictionary.network(of: layers)
          #expect(network.parameters.count == layers.layout.count)
          made += 1
        }
        #expect(message?.hasPrefix("not a FormatError") != true)
      }
    }
    // Some do fit together.
    #expect(made > 0)
  }
}
