public import PlateauData

/// The examples of a run: what it trains on, validates on and tests on.
public struct StudyData: Sendable {
  /// The name of the dataset.
  public let name: String
  /// The checksum of the whole dataset.
  public let checksum: String
  /// The examples to learn.
  public let training: Examples
  /// The examples on which hyperparameters are chosen.
  public let validation: Examples
  /// The examples on which results are measured.
  public let test: Examples

  /// Splits a dataset as a configuration says.
  ///
  /// - Throws: `ExperimentError` where it has too few training examples.
  public init(_ dataset: Dataset, _ choice: RunConfiguration.Data) throws(ExperimentError) {
    let count = dataset.training.count
    guard count > 0 else {
      throw ExperimentError(
        .mismatch,
        "The dataset '\(dataset.name)' has no examples to train on, only \(dataset.test.count) to "
          + "test on. Add them: 'train-images-idx3-ubyte' and 'train-labels-idx1-ubyte' to a folder "
          + "like MNIST's, 'data_batch_1.bin' to one of CIFAR-10, arrays x_train and y_train to an "
          + "npz file.")
    }
    guard count > choice.validation else {
      throw ExperimentError(
        .mismatch,
        "The dataset '\(dataset.name)' has \(count) training examples, of which "
          + "\(choice.validation) are to validate. Set data.validation below \(count).")
    }
    let remaining = count - choice.validation
    name = dataset.name
    checksum = dataset.checksum
    training = dataset.training[0..<min(remaining, choice.limit ?? remaining)]
    validation = dataset.training[remaining..<count]
    test = dataset.test
  }
}
