import ArgumentParser
import Plateau

/// A model, and the examples to look at it with.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var inputs: InputOptions

  @Option(help: ArgumentHelp("The part of the data: test or train.", valueName: "part"))
  var split: Split = .test

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
      arrays: ArrayFormat(bounds: bounds, shape: network.architecture.input)
    ).with(classCount: network.architecture.classCount)
    if dataset.test.layout == .channelsLast {
      StandardError.write(
        "Note: images of '\(dataset.name)' have their channels last and were reordered to "
          + "\(dataset.shape); adversarial.npz has them last again.\n")
    }
    let examples = split == .test ? dataset.test : dataset.training
    return LoadedInputs(
      model: model, network: network, dataset: dataset,
      examples: count.map { examples.prefix($0) } ?? examples, bounds: bounds)
  }
}
