import PlateauData
import PlateauNetworks
import PlateauNumerics

/// The example of each class at which a path begins or ends.
struct PathEnds {
  private let numbers: [Int?]

  /// Chooses the first example of each class that is classified correctly, or else the first.
  init(_ examples: Examples, logits: Matrix<Double>) {
    var first = [Int?](repeating: nil, count: examples.classCount)
    var correct = first
    for (number, label) in examples.labels.enumerated() {
      if first[label] == nil { first[label] = number }
      guard correct[label] == nil else { continue }
      if Decision(Array(logits.row(number)), label: label) == .correct { correct[label] = number }
    }
    numbers = zip(first, correct).map { $1 ?? $0 }
  }

  /// The number of the example of a class; nil where it has none.
  func example(of label: Int) -> Int? {
    numbers.indices.contains(label) ? numbers[label] : nil
  }
}
