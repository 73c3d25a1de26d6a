public import Plateau

/// What the workloads run on: MNIST where it is found, else random numbers of the same shape.
public struct Digits: Sendable {
  /// `mnist` or `random`.
  public let name: String
  /// The 50,000 examples that are trained on.
  public let training: Examples
  /// The 10,000 examples that are attacked.
  public let test: Examples

  static let trainingCount = 50_000
  static let testCount = 10_000
  static let shape = InputShape(channels: 1, height: 28, width: 28)

  init(training: Examples, test: Examples, name: String) {
    self.name = name
    self.training = training
    self.test = test
  }

  /// Reads MNIST from a folder.
  ///
  /// - Throws: `DataError` where the folder does not hold it.
  public init(folder: String) throws {
    let data = try IDXFolder(folder).dataset(named: "mnist")
    name = data.name
    training = data.training.prefix(Self.trainingCount)
    test = data.test.prefix(Self.testCount)
  }

  /// Makes random numbers of the shape of MNIST.
  ///
  /// Times of products and kernels are the same as for digits; nothing can be learned from them.
  public init(seed: UInt64) {
    name = "random"
    training = Self.examples(Self.trainingCount, seed: seed, purpose: "training")
    test = Self.examples(Self.testCount, seed: seed, purpose: "test")
  }

  /// MNIST from the first of the folders that holds it, else random numbers.
  public static func found(in folders: [String]) throws -> Digits {
    guard let folder = folders.first(where: { IDXFolder($0).isComplete }) else {
      return Digits(seed: 0)
    }
    return try Digits(folder: folder)
  }

  private static func examples(_ count: Int, seed: UInt64, purpose: String) -> Examples {
    var generator = SeededGenerator(seed: seed, purpose: purpose)
    let values = (0..<count * shape.count).map { _ in Float(generator.uniform()) }
    let labels = (0..<count).map { _ in generator.below(10) }
    return Examples(
      inputs: Matrix(rows: count, columns: shape.count, elements: values), labels: labels,
      classCount: 10, shape: shape)
  }
}
