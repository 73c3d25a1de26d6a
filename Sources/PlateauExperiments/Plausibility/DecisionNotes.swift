/// What is to be said of examples that no class wins.
package enum DecisionNotes {
  /// A sentence or two for ties and for logits that are not finite; none where there are neither.
  ///
  /// - Parameters:
  ///   - ties: The number of examples whose label ties with another class.
  ///   - notFinite: The number of errors with a logit that is infinite or no number.
  ///   - examples: The number of all examples.
  /// - Returns: Whole sentences.
  package static func sentences(ties: Int?, notFinite: Int?, of examples: Int) -> [String] {
    var sentences: [String] = []
    if let ties, ties > 0 {
      sentences.append(
        "\(ties) of \(examples) examples \(ties == 1 ? "is" : "are") tied: the label has the largest "
          + "logit together with another class, counted as an error. A ReLU on the logits or a "
          + "constant model does this.")
    }
    if let notFinite, notFinite > 0 {
      sentences.append(
        "\(notFinite) of \(examples) examples \(notFinite == 1 ? "has" : "have") a logit that is not "
          + "finite, counted as an error. Weights or inputs are too large.")
    }
    return sentences
  }
}
