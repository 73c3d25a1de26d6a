public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

extension Network where Element == Float {
  /// The share of examples whose label wins, as ``Decision`` says: a tie is an error.
  ///
  /// - Parameters:
  ///   - examples: The examples; at least one.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: A fraction in 0...1; 0 for no examples.
  public func accuracy(on examples: Examples, workers: Workers) -> Double {
    accuracy(on: examples, under: nil, workers: workers)
  }

  /// The same, each example first perturbed by an attack.
  func accuracy(
    on examples: Examples, under attack: (any TrainingAttack)?, workers: Workers
  ) -> Double {
    guard !examples.isEmpty else { return 0 }
    let size = architecture.passSize
    let shards = (examples.count + size - 1) / size
    let correct = RowBuffer<Double>(capacity: shards, columns: 1)
    let seats = (0..<workers.threads).map { _ in AccuracySeat(architecture, size, attack) }
    workers.run(count: examples.count, by: size) { range, thread in
      let right = seats[thread].correct(parameters, examples, range)
      correct.pointer[range.lowerBound / size] = Double(right)
    }
    return correct.matrix().elements.reduce(0, +) / Double(examples.count)
  }
}

/// The memory in which one thread counts correct answers.
private final class AccuracySeat {
  private let pass: InputPass<Float>
  private let perturber: (any Perturber)?
  private let inputs: RowBuffer<Float>
  private var labels: [Int32]
  private var winners: [Int32]

  init(_ architecture: Architecture, _ size: Int, _ attack: (any TrainingAttack)?) {
    pass = InputPass(architecture, capacity: size)
    perturber = attack?.makePerturber(architecture, capacity: size)
    inputs = RowBuffer(capacity: size, columns: architecture.input.count)
    labels = Array(repeating: 0, count: size)
    winners = labels
  }

  func correct(_ parameters: [Float], _ examples: Examples, _ range: Range<Int>) -> Int {
    inputs.load(examples.inputs, rows: range)
    for row in range { labels[row - range.lowerBound] = Int32(examples.labels[row]) }
    perturber?.perturb(
      inputs.pointer, labels: labels, rows: range.count, parameters: parameters)
    pass.forward(parameters, inputs.pointer, rows: range.count)
    Float.kernels.argmax(
      rows: range.count, classes: pass.logits.columns, logits: pass.logits.pointer, into: &winners)
    let classes = pass.logits.columns
    return (0..<range.count).count { row in
      // The first of the largest may be one of several.
      winners[row] == labels[row]
        && Decision.wins(Int(labels[row]), among: pass.logits.row(row), classes: classes)
    }
  }
}
