public import PlateauNumerics

/// The Jacobians of a batch with respect to its inputs, each row with its own power of two.
///
/// The derivatives of output *k* of example *i* are row *r* = *i* · `outputs` + *k*: they are
/// `mantissas[r] · 2^exponents[r]`. Under the stable rules the exponent carries what would
/// underflow; under the naive one it is 0.
public struct Jacobian<Element: Scalar>: Sendable, Hashable {
  /// The number of outputs that are differentiated.
  public let outputs: Int
  /// Scaled derivatives, of shape `[examples · outputs, features]`.
  public let mantissas: Matrix<Element>
  /// The power of two of each row.
  public let exponents: [Int]
  /// Signals that were flushed to zero against the largest of their layer.
  public let flushedSignals: Int

  /// The number of examples.
  public var examples: Int { outputs == 0 ? 0 : mantissas.rows / outputs }

  /// The derivatives in working precision, where small ones underflow to zero.
  public var values: Matrix<Element> {
    InputGradient(mantissas: mantissas, exponents: exponents, flushedSignals: flushedSignals).values
  }

  /// The rows of one example: scaled derivatives of shape `[outputs, features]`, and their exponents.
  ///
  /// - Complexity: O(*outputs* · *features*)
  public subscript(example index: Int) -> (mantissas: Matrix<Element>, exponents: [Int]) {
    let range = index * outputs..<(index + 1) * outputs
    return (mantissas.rows(range), Array(exponents[range]))
  }
}
