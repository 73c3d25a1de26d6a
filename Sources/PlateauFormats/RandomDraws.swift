/// What is drawn instead of the random numbers of a model, which draws them anew each time that it runs.
///
/// The network of such a model is its mean over fixed draws: its graph from the random nodes on, once for each
/// draw, and the mean of the logits. Attacks that follow its gradients are those by expectation over draws, and
/// whatever is found or proven is of that mean.
///
/// Source: A. Athalye, L. Engstrom, A. Ilyas and K. Kwok, "Synthesizing Robust Adversarial Examples", 2018; A.
/// Athalye, N. Carlini and D. Wagner, "Obfuscated Gradients Give a False Sense of Security", 2018, section 4.3.
public struct RandomDraws: Sendable, Hashable, Codable {
  /// How many draws there are.
  public let count: Int
  /// The seed that they are drawn by.
  public let seed: UInt64
  /// The nodes that draw, as messages name them.
  public let nodes: [String]

  /// The number of draws unless another is asked for.
  public static let standardCount = 10
  /// The largest number of draws.
  public static let largestCount = 1000

  /// What is said of it, in a sentence.
  public var sentence: String {
    let draws = count == 1 ? "one draw" : "\(count) draws"
    return
      "The model is randomized: it draws numbers in \(nodes.count == 1 ? "the node" : "the nodes") "
      + "\(nodes.joined(separator: ", ")). Its logits are the mean over \(draws) by the seed \(seed), the same for all "
      + "examples; attacks, verdicts and proofs are of that mean."
  }
}
