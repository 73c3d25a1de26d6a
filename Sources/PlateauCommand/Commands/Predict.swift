import ArgumentParser
import Plateau

/// `plateau predict`.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Logits of inputs in a NumPy file, as a NumPy file.")

  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @Option(
    help: ArgumentHelp("An .npy file of shape [examples, …].", valueName: "file"))
  var inputs: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the logits go, of shape [examples, classes].", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("float or double.", valueName: "precision"))
  var precision: Precision = .float

  @OptionGroup var units: InputOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let loaded = try LoadedModel(model)
    let network = try units.applied(to: loaded.network)
    let prediction = Prediction(network, workers: options.workers)
    let rows = try prediction.write(
      inputs: inputs, output: output, precision: precision,
      bounds: units.bounds == nil ? nil : try units.box())
    print("\(output): \(rows) × \(loaded.network.architecture.classCount) logits, \(precision)")
  }
}
