public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import RealModule

/// Classifies examples in Double and counts.
public struct Evaluation: Sendable {
  private let network: Network<Double>
  private let examples: Examples
  private let workers: Workers

  /// Prepares an evaluation.
  ///
  /// - Throws: `ExperimentError` where the examples do not fit the network.
  public init(
    _ network: Network<Double>, on examples: Examples, workers: Workers
  ) throws(ExperimentError) {
    try AttackStudy.check(network.architecture, examples)
    self.network = network
    self.examples = examples
    self.workers = workers
  }

  /// Evaluates the network.
  ///
  /// - Parameters:
  ///   - model: The path of the model, for the record.
  ///   - data: The name of the dataset, for the record.
  /// - Returns: The record.
  public func record(model: String, data: String) -> EvaluationRecord {
    let logits = network.logits(of: examples.inputs.converted(), workers: workers)
    let classes = network.architecture.classCount
    var confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    var bins = Array(repeating: (examples: 0, confidence: 0.0, correct: 0), count: 10)
    var crossEntropy = 0.0
    for (row, label) in examples.labels.enumerated() {
      let answer = Answer(Array(logits.row(row)), label: label)
      confusion[label][answer.winner] += 1
      crossEntropy += answer.crossEntropy
      let bin = min(9, Int(answer.confidence * 10))
      bins[bin].examples += 1
      bins[bin].confidence += answer.confidence
      bins[bin].correct += answer.winner == label ? 1 : 0
    }
    let count = Double(examples.count)
    let correct = (0..<classes).reduce(0) { $0 + confusion[$1][$1] }
    return EvaluationRecord(
      model: model, data: data, examples: examples.count, accuracy: Double(correct) / count,
      crossEntropy: crossEntropy / count,
      classes: (0..<classes).map { label in
        let total = confusion[label].reduce(0, +)
        return EvaluationRecord.ClassRecord(
          label: label, examples: total, accuracy: share(confusion[label][label], of: total))
      },
      confusion: confusion,
      expectedCalibrationError: bins.reduce(0) {
        $0 + (Double($1.correct) - $1.confidence).magnitude / count
      },
      calibration: bins.enumerated().map { index, bin in
        EvaluationRecord.CalibrationBin(
          lower: Double(index) / 10, upper: Double(index + 1) / 10, examples: bin.examples,
          confidence: bin.examples == 0 ? nil : bin.confidence / Double(bin.examples),
          accuracy: share(bin.correct, of: bin.examples))
      })
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}

/// What the logits of one example say.
private struct Answer {
  let winner: Int
  /// The probability of the winner.
  let confidence: Double
  let crossEntropy: Double

  init(_ logits: [Double], label: Int) {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    // The winner's own term is 1: the rest is summed alone so that small losses keep their digits.
    let rest = logits.indices.reduce(0.0) {
      $1 == best ? $0 : $0 + Double.exp(logits[$1] - logits[best])
    }
    winner = best
    confidence = 1 / (1 + rest)
    crossEntropy = Double.log(onePlus: rest) + (logits[best] - logits[label])
  }
}
