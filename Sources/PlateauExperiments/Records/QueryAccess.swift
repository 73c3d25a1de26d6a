/// How a model answered of which nothing but logits could be asked.
public struct QueryAccess: Codable, Sendable, Hashable {
  /// The examples that answers were asked for so far; nil where nobody counted.
  public var examples: Int?
  /// The answers that each logit is the mean of: more than 1 for a model that does not repeat itself.
  public var answers: Int

  /// Creates a record.
  public init(examples: Int?, answers: Int) {
    self.examples = examples
    self.answers = answers
  }

  /// What is said of it, in sentences.
  public var sentences: [String] {
    let count = examples.map { ", \($0) examples so far" } ?? ""
    let means =
      answers > 1
      ? [
        "It answers differently to the same inputs: attacks and decisions are of the mean of "
          + "\(answers) answers, which is another one each time."
      ] : []
    return [
      "The model only answers queries: it was attacked by these alone\(count), without gradients, and "
        + "nothing is proven."
    ] + means
  }
}
