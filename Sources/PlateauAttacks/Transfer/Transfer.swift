public import PlateauNumerics
import PlateauData
import PlateauRobustness

/// Adversarial examples made on another model.
///
/// They are moved inside the threat model and judged like any proposal.
///
/// Source: N. Papernot, P. McDaniel and I. Goodfellow, "Transferability in Machine Learning: from
/// Phenomena to Black-Box Attacks using Adversarial Samples", 2016.
public struct Transfer: Attack {
  /// `transfer`, or another word for where the examples come from.
  public let name: String
  /// The number of examples and the start of their SHA-256.
  public let parameters: String
  /// One.
  public var starts: Int { 1 }
  /// The examples to propose, of shape `[examples, features]`, at the number of each example.
  public let examples: Matrix<Float>

  /// Creates the attack.
  ///
  /// - Parameters:
  ///   - examples: A row for every number of an example that will be attacked, such as the
  ///     `adversarial` of a result on all of them.
  ///   - name: The word for where they come from.
  public init(examples: Matrix<Float>, name: String = "transfer") {
    self.examples = examples
    self.name = name
    var hash = SHA256()
    examples.elements.withUnsafeBytes { hash.update($0) }
    parameters = "examples=\(examples.rows) sha256=\(hash.finalized().prefix(16))"
  }

  /// Proposes the example's own row.
  ///
  /// - Precondition: there is a row of as many features for each example.
  public func search(_ trial: Trial, start: Int) {
    precondition(examples.columns == trial.iterates.columns, "examples must fit the input")
    for row in 0..<trial.count {
      let number = trial.numbers[row]
      precondition((0..<examples.rows).contains(number), "each example has a row")
      examples.lend(from: number) { values in
        Double.kernels.fromSingles(
          count: examples.columns, values, into: trial.iterates.row(row))
      }
    }
    trial.propose()
  }
}
