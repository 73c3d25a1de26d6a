/// Σ coefficient · output ≤ bound, or below it, for a bound that may be no number in double precision.
public struct OutputInequality: Sendable, Hashable {
  /// One output and what it is multiplied by.
  public struct Term: Sendable, Hashable {
    /// The index of the output.
    public let output: Int
    /// A finite number.
    public let coefficient: Double

    /// Creates a term.
    public init(output: Int, coefficient: Double) {
      self.output = output
      self.coefficient = coefficient
    }
  }

  /// The terms of the sum.
  public let terms: [Term]
  /// The bound lies within; a proof is of the upper end, a counterexample of the lower one.
  public let bound: ClosedRange<Double>
  /// Whether the sum must be below the bound: Σ < bound rather than Σ ≤ bound.
  public let isStrict: Bool

  /// Creates an inequality.
  ///
  /// - Parameters:
  ///   - terms: The terms of the sum.
  ///   - bound: What the bound lies within.
  ///   - isStrict: Whether the sum must be below the bound.
  /// - Precondition: all numbers are finite.
  public init(_ terms: [Term], atMost bound: ClosedRange<Double>, isStrict: Bool = false) {
    precondition(terms.allSatisfy(\.coefficient.isFinite), "coefficients are finite")
    precondition(bound.lowerBound.isFinite && bound.upperBound.isFinite, "bounds are finite")
    self.terms = terms
    self.bound = bound
    self.isStrict = isStrict
  }

  /// That one output is at least as large as another.
  public static func output(_ other: Int, reaches output: Int) -> OutputInequality {
    OutputInequality(
      [Term(output: output, coefficient: 1), Term(output: other, coefficient: -1)], atMost: 0...0)
  }
}
