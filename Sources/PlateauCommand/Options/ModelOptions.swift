import ArgumentParser
import Plateau

/// A model, and the examples to look at it with.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var inputs: InputOptions

  @Option(
    help: ArgumentHelp(
      "The part of the data: test, the default, or train.", valueName: "part"))
  var split: Split?

  @Option(help: ArgumentHelp("Takes the first n examples.", valueName: "n"))
  var count: Int?

  enum Split: String, ExpressibleByArgument, CaseIterable {
    case test, train
  }

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("--count is \(count); give a number of examples, 1 or more.")
    }
  }

  /// Reads both; data that is not named is that of the model's training.
  func load() throws -> LoadedInputs {
    let model = try LoadedModel(model)
    for note in model.notes { StandardError.write("Note: \(note)\n") }
    let network = try inputs.applied(to: model.network)
    let bounds = try inputs.box()
    let dataset = try data.load(
      default: model.data ?? "strokes",
      arrays: ArrayFormat(
        bounds: bounds, shape: network.architecture.input, own: model.interface.input)
    ).with(classCount: network.architecture.classCount)
    if dataset.test.arrangement.places != nil {
      let sides = dataset.test.arrangement.sides.map(String.init).joined(separator: "×")
      StandardError.write(
        "Note: inputs of '\(dataset.name)' are \(sides) in the order of the data and are reordered "
          + "to \(dataset.shape), channels first, for the network; arrays that are written have the "
          + "shape and order of the data again.\n")
    }
    let examples = split != .train ? dataset.test : dataset.training
    return LoadedInputs(
      model: model, network: network, dataset: dataset,
      examples: count.map { examples.prefix($0) } ?? examples, bounds: bounds)
  }
}
