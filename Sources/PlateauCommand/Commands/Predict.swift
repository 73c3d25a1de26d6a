import ArgumentParser
import Plateau

/// `plateau predict`.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a model puts out for inputs in a NumPy file, as a NumPy file.",
    discussion: """
      Inputs are taken in the shape that the model's own file declares, flat in that order, or as \
      evaluate takes them. What is written is what the file puts out: after a softmax at its end, \
      unless --logits is given. The guide BringYourOwnModel has a section on a model's inputs and \
      outputs.
      """)

  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @Option(
    help: ArgumentHelp("An .npy file of shape [examples, …].", valueName: "file"))
  var inputs: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the outputs go, of the shape that the file gives them.", valueName: "file"))
  var output: String

  @Flag(help: "Writes the logits, without a softmax or the like at the end of the file.")
  var logits = false

  @Option(help: ArgumentHelp("float or double.", valueName: "precision"))
  var precision: Precision = .float

  @OptionGroup var graph: PartOptions
  @OptionGroup var units: InputOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let loaded = try ModelFile(model, part: graph.part())
    let (values, function) = Self.words(loaded.interface.ending)
    guard function != nil || !logits else {
      throw ExperimentError(
        .mismatch, "'\(model)' puts out logits itself. Leave out --logits.")
    }
    units.doubt()
    let sides =
      switch precision {
      case .float: try write(loaded, as: Float.self)
      case .double: try write(loaded, as: Double.self)
      }
    let shape = sides.map(String.init).joined(separator: " × ")
    var remark = ""
    if let function {
      remark =
        logits
        ? ": those before the \(function) of the file"
        : ": the file ends in a \(function); --logits writes the logits before it"
    }
    if let draws = loaded.draws {
      let count = draws.count == 1 ? "one draw" : "the mean over \(draws.count) draws"
      remark += "; of \(count) by the seed \(draws.seed)"
    }
    print("\(output): \(shape) \(logits ? "logits" : values), \(precision)\(remark)")
  }

  /// Writes the outputs in a precision, and returns their shape.
  private func write<Element: Scalar>(
    _ loaded: ModelFile, as type: Element.Type
  ) throws -> [Int] {
    let network = try units.applied(to: loaded.network(as: type))
    return try Prediction(network, interface: loaded.interface, workers: options.workers).write(
      inputs: inputs, output: output, bounds: units.bounds == nil ? nil : try units.box(),
      writesLogits: logits
    ) { DataOptions.say($0) }
  }

  /// What the outputs of a file are, and the function that makes them of logits.
  private static func words(_ ending: ModelInterface.Ending) -> (String, String?) {
    switch ending {
    case .logits, .binary(isSigmoid: false): ("logits", nil)
    case .softmax: ("probabilities", "softmax")
    case .logSoftmax: ("logarithms of probabilities", "log-softmax")
    case .sigmoid, .binary(isSigmoid: true): ("probabilities", "sigmoid")
    }
  }
}
