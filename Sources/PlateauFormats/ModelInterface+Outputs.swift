public import PlateauNumerics

extension ModelInterface {
  /// The file's own outputs, from the logits of its network.
  ///
  /// - Parameter logits: One example for each row, of shape `[examples, classes]`.
  /// - Returns: Of shape `[examples, outputCount]`, in the order of the file.
  /// - Complexity: O(*examples* · *classes*)
  public func outputs<Element: Scalar>(of logits: Matrix<Element>) -> Matrix<Element> {
    switch ending {
    case .logits: return logits
    case .softmax: return mapped(logits, to: logits.columns) { Self.normalized($0, false) }
    case .logSoftmax: return mapped(logits, to: logits.columns) { Self.normalized($0, true) }
    case .sigmoid: return mapped(logits, to: logits.columns) { $0.map(Self.probability) }
    case .binary(let isSigmoid):
      return mapped(logits, to: 1) { row in
        let z = row[1] - row[0]
        return [isSigmoid ? Self.probability(z) : z]
      }
    }
  }

  /// What is left of the outputs without the last function, of shape `[examples, outputCount]`: one
  /// logit for a file with one output.
  public func ownLogits<Element: Scalar>(of logits: Matrix<Element>) -> Matrix<Element> {
    guard case .binary = ending else { return logits }
    return mapped(logits, to: 1) { [$0[1] - $0[0]] }
  }

  private static func probability<Element: Scalar>(_ z: Element) -> Element {
    z >= 0 ? 1 / (1 + Elementary.exp(-z)) : Elementary.exp(z) / (1 + Elementary.exp(z))
  }

  private func mapped<Element: Scalar>(
    _ logits: Matrix<Element>, to columns: Int, _ change: ([Element]) -> [Element]
  ) -> Matrix<Element> {
    Matrix(
      rows: logits.rows, columns: columns,
      elements: (0..<logits.rows).flatMap { change(Array(logits.row($0))) })
  }

  private static func normalized<Element: Scalar>(
    _ logits: [Element], _ isLogarithmic: Bool
  ) -> [Element] {
    let largest = logits.max() ?? 0
    let powers = logits.map { Elementary.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    guard isLogarithmic else { return powers.map { $0 / sum } }
    let logarithm = Elementary.log(sum)
    return logits.map { $0 - largest - logarithm }
  }
}
