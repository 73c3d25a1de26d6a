public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

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

  /// A record, and what it is of.
  public struct Finding: Sendable {
    /// The record.
    public let record: EvaluationRecord
    /// What the network says of each example.
    public let decisions: Decisions
  }

  /// Evaluates the network.
  ///
  /// - Parameters:
  ///   - model: The path of the model, for the record.
  ///   - data: The name of the dataset, for the record.
  /// - Returns: The record.
  public func record(model: String, data: String) -> EvaluationRecord {
    finding(model: model, data: data).record
  }

  /// Evaluates the network.
  ///
  /// - Parameters:
  ///   - model: The path of the model, for the record.
  ///   - data: The name of the dataset, for the record.
  /// - Returns: The record, with the decisions behind it.
  public func finding(model: String, data: String) -> Finding {
    let logits = network.judgedLogits(of: examples.inputs, workers: workers)
    let decisions = Decisions(logits, labels: examples.labels)
    let classes = network.architecture.classCount
    var right = Array(repeating: 0, count: classes)
    var confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    var bins = Array(repeating: (examples: 0, confidence: 0.0, correct: 0), count: 10)
    var crossEntropy = 0.0
    var finite = 0
    for (row, label) in examples.labels.enumerated() {
      let winner = decisions.winners[row]
      let isRight = decisions.all[row] == .correct
      confusion[label][winner] += 1
      right[label] += isRight ? 1 : 0
      let answer = Answer(Array(logits.row(row)), winner: winner, label: label)
      // What overflows has no probability, and would leave no mean.
      guard answer.crossEntropy.isFinite else { continue }
      finite += 1
      crossEntropy += answer.crossEntropy
      let bin = min(9, Int(answer.confidence * 10))
      bins[bin].examples += 1
      bins[bin].confidence += answer.confidence
      bins[bin].correct += isRight ? 1 : 0
    }
    let count = Double(examples.count)
    let record = EvaluationRecord(
      model: model, data: data, examples: examples.count, accuracy: decisions.accuracy,
      ties: decisions.ties, notFinite: decisions.notFinite,
      crossEntropy: min(crossEntropy, .greatestFiniteMagnitude) / Double(max(1, finite)),
      classes: (0..<classes).map { label in
        let total = confusion[label].reduce(0, +)
        return EvaluationRecord.ClassRecord(
          label: label, examples: total, accuracy: share(right[label], of: total))
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
    return Finding(record: record, decisions: decisions)
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}

/// What the logits of one example say.
private struct Answer {
  /// The probability of the winner.
  let confidence: Double
  let crossEntropy: Double

  init(_ logits: [Double], winner: Int, label: Int) {
    // The winner's own term is 1: the rest is summed alone so that small losses keep their digits.
    let rest = logits.indices.reduce(0.0) {
      $1 == winner ? $0 : $0 + Elementary.exp(logits[$1] - logits[winner])
    }
    confidence = 1 / (1 + rest)
    crossEntropy = Elementary.log(onePlus: rest) + (logits[winner] - logits[label])
  }
}
