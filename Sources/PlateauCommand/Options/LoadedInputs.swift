import Plateau

/// A model with the examples to look at it with, in the units of the data.
struct LoadedInputs {
  /// The model, as the file has it.
  let model: LoadedModel
  /// Its network, for inputs in the units of the data.
  let network: Network<Double>
  /// The data that the examples are a part of, with the model's classes.
  let dataset: Dataset
  /// The examples.
  let examples: Examples
  /// The range of every input value.
  let bounds: ClosedRange<Double>
}
