import PlateauNumerics

extension Architecture {
  /// The largest number of values that the signals of one pass should have, by one thread: 64 MB of
  /// doubles.
  package static var signalLimit: Int { 1 << 23 }

  /// The number of values that all stages up to one make of one example, the input counted too.
  package func valueCount(upTo stage: Int) -> Int {
    stages[...stage].reduce(input.count) { $0 + $1.outputs }
  }

  /// The signals that may go back from a stage together.
  ///
  /// - Parameters:
  ///   - stage: Where they begin.
  ///   - most: The most that are wanted.
  /// - Returns: At least 1, however large the network is.
  func rowCapacity(upTo stage: Int, most: Int) -> Int {
    max(1, min(most, Self.signalLimit / valueCount(upTo: stage)))
  }
}
