import ArgumentParser
import Plateau

/// `plateau convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a model as ONNX or safetensors, for other tools or from them.",
    discussion: """
      The name of the output says the format. Parameters are written in the precision in which the \
      model stores them, or rounded to float, or widened to double.

      A safetensors file that holds the state_dict of a PyTorch model does not say its layers: give \
      the nonlinearity between its dense layers with --activation, or any architecture with \
      --architecture, a file of JSON as 'plateau info --json' prints it under 'architecture'.
      """)

  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @Argument(help: "The file to write; it ends in .onnx or .safetensors.")
  var output: String

  @Option(help: ArgumentHelp("float or double.", valueName: "precision"))
  var precision: Precision?

  @Option(
    help: ArgumentHelp(
      "What lies between the dense layers of a state_dict, with its numbers behind colons.",
      valueName: "function"))
  var activation: Activation?

  @Option(help: ArgumentHelp("The layers of a state_dict, as JSON.", valueName: "file"))
  var architecture: String?

  @OptionGroup var graph: PartOptions

  @Flag(help: "Replaces a file that is there already.") var force = false

  func validate() throws {
    guard activation == nil || architecture == nil else {
      throw ValidationError("An architecture has its activations. Leave out --activation.")
    }
  }

  func run() throws {
    // Before the work: what cannot be written is not worth reading.
    try ModelConversion.check(output, replaces: force)
    let loaded = try LoadedModel(
      model, as: try foreignLayers(), part: try graph.part(), allowsSingleOutput: true)
    let record = try ModelConversion(loaded, precision: precision)
      .write(to: output, replaces: force)
    for note in loaded.notes { print(note) }
    if let modules = loaded.modules { show(modules, of: loaded.network.architecture) }
    print(
      "\(record.path): \(record.parameters) parameters as \(record.precision.rawValue), "
        + "\(record.bytes) bytes")
    guard record.precision == .float, loaded.storedPrecision == .double else { return }
    let rounding = record.rounding
    print(
      "Rounding to float changed \(rounding.changed) parameters"
        + (rounding.tensor.map { ", the most by \(rounding.largestChange) in \($0)." } ?? "."))
  }

  private func foreignLayers() throws -> ForeignLayers? {
    if let architecture { return .architecture(try Architecture.read(architecture)) }
    return activation.map { .activation($0) }
  }

  /// Says which module became which layer: names alone decide it.
  private func show(_ modules: [String], of architecture: Architecture) {
    let weights = architecture.layout.tensors.filter { $0.name.hasSuffix(".weight") }
    print("Read as:")
    StandardOutput.write(
      table: zip(weights, modules).map { tensor, module in
        [
          module.isEmpty ? "(the model)" : module, String(tensor.name.dropLast(".weight".count)),
          tensor.shape.map(String.init).joined(separator: " × "),
        ]
      })
  }
}
