import Plateau

/// A model of any kind with the examples to attack it on, in the units of the data.
struct AttackedInputs {
  /// The model.
  let subject: AuditSubject
  /// The data that the examples are a part of, with the model's classes.
  let dataset: Dataset
  /// The examples.
  let examples: Examples
  /// The range of every input value.
  let bounds: ClosedRange<Double>
}

extension LoadedInputs {
  /// The same, to be attacked.
  var attacked: AttackedInputs {
    AttackedInputs(
      subject: AuditSubject(network, name: model.path, draws: model.draws), dataset: dataset,
      examples: examples, bounds: bounds)
  }
}

extension ModelOptions {
  /// Reads a model, which may be one that whoever runs the program answers for, and its data.
  ///
  /// `arrays` is the file with perturbed examples that the command is going to write, if any.
  func attacked(writing arrays: String? = nil) throws -> AttackedInputs {
    guard CallableFile.isPath(model) else { return try load(writing: arrays).attacked }
    let file = try CallableFile.read(model)
    guard LineProtocol.isSpoken else {
      throw ExperimentError(
        .model,
        "'\(model)' stands for a model that answers on standard input, but no --protocol says so. "
          + "Run it from a program that answers, with --protocol \(LineProtocol.version).")
    }
    guard try graph.part().isWhole, inputs.mean == nil, inputs.std == nil else {
      throw ExperimentError(
        .model,
        "'\(model)' is asked as it is: leave out --mean, --std, --output-node, --fix, --draws and "
          + "--draw-seed.")
    }
    let bounds = try inputs.box()
    guard let source = data.data else {
      throw ExperimentError(
        .mismatch, "'\(model)' does not say what it was trained on. Give examples with --data.")
    }
    let dataset = try data.load(
      source,
      arrays: ArrayFormat(
        bounds: bounds, shape: file.inputShape, own: InputArrangement(file.inputShape))
    ).with(classCount: file.classCount)
    let examples = try examples(of: dataset, writing: arrays)
    let model = try CalledModel(file).model(for: examples.inputs)
    return AttackedInputs(
      subject: AuditSubject(model, name: file.name), dataset: dataset, examples: examples,
      bounds: bounds)
  }
}
