import ArgumentParser
import Plateau

/// A model, and the examples to look at it with.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A run folder, or a .safetensors or .onnx file.")
  var model: String

  @OptionGroup var source: ExampleOptions

  var graph: PartOptions { source.graph }
  var data: DataOptions { source.data }
  var inputs: InputOptions { source.inputs }

  /// Reads both; data that is not named is that of the model's training.
  ///
  /// `arrays` is the file with perturbed examples that the command is going to write, if any.
  func load(writing arrays: String? = nil) throws -> LoadedInputs {
    try source.load(model, writing: arrays)
  }

  /// The examples that are taken; says what is to be said of them.
  func examples(of dataset: Dataset, writing arrays: String?) throws -> Examples {
    try source.examples(of: dataset, writing: arrays)
  }
}

/// The examples to look at a model with, and what of it is taken.
struct ExampleOptions: ParsableArguments {
  @OptionGroup var graph: PartOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var inputs: InputOptions

  @Option(
    help: ArgumentHelp(
      "The part of the data: test, the default, or train.", valueName: "part"))
  var split: Split?

  @Option(help: ArgumentHelp("Takes the first n examples.", valueName: "n"))
  var count: Int?

  /// The parts of a dataset.
  enum Split: String, WordArgument {
    case test, train
  }

  /// The part that is taken.
  private var part: Split { split ?? .test }

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("--count is \(count); give a number of examples, 1 or more.")
    }
  }

  /// Reads both; data that is not named is that of the model's training.
  ///
  /// `arrays` is the file with perturbed examples that the command is going to write, if any.
  func load(_ path: String, writing arrays: String? = nil) throws -> LoadedInputs {
    let model = try LoadedModel(path, part: graph.part())
    for note in model.notes { StandardError.remark(.note, note) }
    let network = try inputs.applied(to: model.network)
    let bounds = try inputs.box()
    guard let source = data.data ?? model.data else {
      throw ExperimentError(
        .mismatch,
        "'\(path)' does not say what it was trained on. Give examples with --data: an npz file "
          + "with arrays x and y, a folder, or the name of a dataset.")
    }
    inputs.doubt()
    let dataset = try data.load(
      source,
      arrays: ArrayFormat(
        bounds: bounds, shape: network.architecture.input, own: model.interface.input)
    ).with(classCount: network.architecture.classCount)
    return LoadedInputs(
      model: model, network: network, dataset: dataset,
      examples: try examples(of: dataset, writing: arrays), bounds: bounds)
  }

  /// The examples that are taken; says what is to be said of them.
  func examples(of dataset: Dataset, writing arrays: String?) throws -> Examples {
    if dataset.test.arrangement.places != nil {
      let sides = dataset.test.arrangement.sides.map(String.init).joined(separator: "×")
      StandardError.remark(
        .note,
        "inputs of '\(dataset.name)' are \(sides) in the order of the data and are reordered to "
          + "\(dataset.shape), channels first, for the network"
          + "\(arrays.map { "; \($0) has their shape and order again" } ?? "").")
    }
    let all = part == .test ? dataset.test : dataset.training
    try check(all, of: dataset)
    return count.map { all.prefix($0) } ?? all
  }

  /// Refuses a part without examples, and says where there are fewer than asked for.
  private func check(_ all: Examples, of dataset: Dataset) throws {
    guard !all.isEmpty else {
      throw ExperimentError(
        .mismatch,
        "'\(dataset.name)' has no examples to train on, only \(dataset.test.count) to test on. Leave "
          + "out --split \(part.rawValue).")
    }
    if let count, count > all.count {
      StandardError.remark(
        .note,
        "--count is \(count), but '\(dataset.name)' has \(all.count) examples to "
          + "\(part.rawValue) on; all are taken.")
    }
  }
}
