public import PlateauNumerics

/// The gradients of a batch with respect to its inputs, each row with its own power of two.
///
/// The gradient of example *i* is `mantissas[i] · 2^exponents[i]`. Under the stable rules the
/// exponent carries what would underflow; under the naive one it is 0.
public struct InputGradient<Element: Scalar>: Sendable, Hashable {
  /// Scaled gradients, of shape `[examples, features]`.
  public let mantissas: Matrix<Element>
  /// The power of two of each row.
  public let exponents: [Int]
  /// Signals that were flushed to zero against the largest of their layer.
  public let flushedSignals: Int

  /// The gradients in working precision, where small ones underflow to zero.
  public var values: Matrix<Element> {
    var result = mantissas
    for (row, exponent) in exponents.enumerated() where exponent != 0 {
      for index in row * result.columns..<(row + 1) * result.columns {
        result.elements[index] = Element(
          sign: .plus, exponent: Element.Exponent(exponent), significand: result.elements[index])
      }
    }
    return result
  }

  /// Whether the whole gradient of an example is exactly zero.
  public func isZero(row: Int) -> Bool {
    mantissas.row(row).allSatisfy { $0 == 0 }
  }

  /// The number of examples whose whole gradient is exactly zero.
  public var zeroCount: Int { (0..<mantissas.rows).count(where: isZero) }
}
