public import PlateauNetworks
public import PlateauNumerics

/// What a model says of examples whose classes are known, without an attack.
public struct Decisions: Sendable, Hashable {
  /// The decision on each example.
  public let all: [Decision]
  /// The class with the largest logit for each example, the first of equals.
  public let winners: [Int]
  /// How far the winner's logit is ahead of the next; NaN where logits are not finite.
  public let leads: [Double]
  /// The mean probability that the model gives its winners, by softmax in Double, over the examples
  /// whose logits are finite; nil without any.
  public let confidence: Double?

  /// Decides on examples by their logits.
  ///
  /// - Parameters:
  ///   - logits: In Double, of shape `[examples, classes]`.
  ///   - labels: The true class of each.
  /// - Precondition: there is a label for each row, and labels are classes.
  public init(_ logits: Matrix<Double>, labels: [Int]) {
    precondition(logits.rows == labels.count, "each example has a label")
    var all: [Decision] = []
    var winners: [Int] = []
    var leads: [Double] = []
    var confidence = 0.0
    var finite = 0
    for (row, label) in labels.enumerated() {
      let scores = Array(logits.row(row))
      all.append(Decision(scores, label: label))
      let winner = Self.winner(scores)
      winners.append(winner)
      guard scores.allSatisfy(\.isFinite) else {
        leads.append(.nan)
        continue
      }
      let next = scores.indices.reduce(-Double.infinity) {
        $1 == winner ? $0 : max($0, scores[$1])
      }
      leads.append(scores[winner] - next)
      finite += 1
      confidence += 1 / scores.reduce(0) { $0 + Elementary.exp($1 - scores[winner]) }
    }
    self.all = all
    self.winners = winners
    self.leads = leads
    self.confidence = finite > 0 ? confidence / Double(finite) : nil
  }

  /// Evaluates a model on examples.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - labels: The true class of each.
  ///   - workers: The threads; the result does not depend on their number.
  public init(
    of model: some AttackableModel, on inputs: Matrix<Float>, labels: [Int], workers: Workers
  ) {
    self.init(model.judgedLogits(of: inputs, workers: workers), labels: labels)
  }

  /// The number of examples.
  public var count: Int { all.count }
  /// The number of examples classified correctly.
  public var correct: Int { count(of: .correct) }
  /// The number of examples whose label ties with another class.
  public var ties: Int { count(of: .tied) }
  /// The number of errors with a logit that is infinite or no number.
  public var notFinite: Int { count(of: .notFinite) }
  /// The share classified correctly; 0 of no examples.
  public var accuracy: Double { Double(correct) / Double(max(1, count)) }

  private func count(of decision: Decision) -> Int { all.count { $0 == decision } }

  /// The class with the largest logit, the first of equals; NaN is never the largest.
  static func winner(_ logits: [Double]) -> Int {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] || logits[best].isNaN {
      best = index
    }
    return logits.isEmpty || logits[best].isNaN ? 0 : best
  }
}
