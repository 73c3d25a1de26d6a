import PlateauData
import PlateauExperiments
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Models in other formats")
struct ModelConversionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func network<Element: Scalar>(of type: Element.Type) throws -> Network<Element> {
    var generator = SeededGenerator(seed: 2, purpose: "network")
    let architecture = try Architecture(
      input: SmallData.shape,
      layers: [.dense(units: 5), .activation(.tanh), .dense(units: 3)])
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? any DiagnosedError)?.message ?? "\(error)"
    }
  }

  @Test func `a model keeps its precision, bits and metadata`() throws {
    for name in ["model.safetensors", "model.onnx"] {
      let single = try network(of: Float.self)
      try NetworkFile(single, metadata: ["run.data": "small"]).write(to: path("single.safetensors"))
      let loaded = try LoadedModel(path("single.safetensors"))
      #expect(loaded.storedPrecision == .float && loaded.format == .safetensors)
      let record = try ModelConversion(loaded).write(to: path(name))
      #expect(record.precision == .float && record.parameters == 5 * 17 + 3 * 6)
      #expect(
        record.rounding == ConversionRecord.Rounding(changed: 0, largestChange: 0, tensor: nil))
      let read = try LoadedModel(path(name))
      #expect(read.network == Network<Double>(single) && read.storedPrecision == .float)
      #expect(read.byteCount == record.bytes)
      #expect(read.format == record.format)
      #expect(read.metadata == (record.format == .onnx ? [:] : ["run.data": "small"]))
      #expect(read.producer == (record.format == .onnx ? "plateau \(plateauVersion)" : nil))

      let double = try network(of: Double.self)
      try NetworkFile(double).write(to: path("double.safetensors"))
      let wide = try ModelConversion(LoadedModel(path("double.safetensors")))
        .write(to: path(name), replaces: true)
      #expect(wide.precision == .double && wide.rounding.changed == 0)
      #expect(try LoadedModel(path(name)).network == double)
      #expect(try LoadedModel(path(name)).storedPrecision == .double)
    }
  }

  @Test func `rounding to float is counted`() throws {
    var double = Network<Double>(try network(of: Float.self))
    double.parameters[3] = 1 + 0x1p-30
    double.parameters[101] = 2 - 0x1p-28
    try NetworkFile(double).write(to: path("double.safetensors"))
    let loaded = try LoadedModel(path("double.safetensors"))
    let record = try ModelConversion(loaded, precision: .float).write(to: path("single.onnx"))
    #expect(
      record.rounding
        == ConversionRecord.Rounding(changed: 2, largestChange: 0x1p-28, tensor: "layers.1.bias"))
    #expect(
      try LoadedModel(path("single.onnx")).network == Network<Double>(Network<Float>(double)))
  }

  @Test func `what does not fit is refused by name`() throws {
    var double = try network(of: Double.self)
    double.parameters[90] = -1e39
    try NetworkFile(double).write(to: path("large.safetensors"))
    let large = try LoadedModel(path("large.safetensors"))
    #expect(
      message { _ = try ModelConversion(large, precision: .float).write(to: path("m.onnx")) }
        == "Tensor 'layers.1.weight' of '\(path("large.safetensors"))' holds -1e+39 at index 5, which "
        + "is too large for float. Write it with --precision double.")
    #expect(!FileBytes.isFile(path("m.onnx")))
    #expect(
      message { _ = try ModelConversion(large).write(to: path("m.pt")) }
        == "'\(path("m.pt"))' ends in no format of models: give a name that ends in '.onnx' or "
        + "'.safetensors'.")
    _ = try ModelConversion(large).write(to: path("m.onnx"))
    #expect(
      message { _ = try ModelConversion(large).write(to: path("m.onnx")) }
        == "'\(path("m.onnx"))' is there already. Replace it with --force, or choose another name.")
  }

  @Test func `a file that does not say its layers is read with them, and no other`() throws {
    let single = try network(of: Float.self)
    var builder = SafetensorsBuilder(metadata: ["format": "pt"])
    for (tensor, name) in zip(
      single.architecture.layout.tensors,
      ["fc.9.weight", "fc.9.bias", "fc.10.weight", "fc.10.bias"])
    {
      builder.add(name, shape: tensor.shape, values: single[tensor])
    }
    let state = path("state.safetensors")
    try builder.write(to: state)
    #expect(
      message { _ = try LoadedModel(state) }
        == "'\(state)' does not say its architecture: it has no 'plateau.architecture' in its "
        + "metadata. Convert it once, with the activation of its dense layers, 'plateau convert "
        + "\(state) model.safetensors --activation relu', or with '--architecture FILE.json'.")
    let guessed = try LoadedModel(state, as: .activation(.tanh))
    #expect(guessed.network.architecture.input == .vector(16))
    #expect(guessed.network.parameters == single.parameters.map { Double($0) })
    #expect(guessed.modules == ["fc.9", "fc.10"])
    #expect(guessed.metadata == ["format": "pt"])
    let told = try LoadedModel(state, as: .architecture(single.architecture))
    #expect(told.network == Network<Double>(single))

    let own = path("own.safetensors")
    try NetworkFile(single).write(to: own)
    try ONNXExport(single).write(to: path("own.onnx"))
    for name in [own, path("own.onnx")] {
      #expect(
        message { _ = try LoadedModel(name, as: .activation(.tanh)) }
          == "'\(name)' says the architecture of its network itself. Leave out --activation and "
          + "--architecture.")
    }
  }
}
