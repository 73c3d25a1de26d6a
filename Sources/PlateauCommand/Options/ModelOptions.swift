import ArgumentParser
import Plateau

/// A model, and the examples to look at it with.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @OptionGroup var data: DataOptions

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
  func load() throws -> (model: LoadedModel, dataset: Dataset, examples: Examples) {
    let model = try LoadedModel(model)
    let dataset = try data.load(default: model.data ?? "strokes")
    let examples = split == .test ? dataset.test : dataset.training
    return (model, dataset, count.map { examples.prefix($0) } ?? examples)
  }
}
