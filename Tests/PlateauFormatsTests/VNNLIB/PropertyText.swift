import PlateauFormats

/// Properties of two inputs and two outputs, as text.
enum PropertyText {
  static let declarations = """
    (declare-const X_0 Real) (declare-const X_1 Real)
    (declare-const Y_0 Real)
    (declare-const Y_1 Real)

    """

  static let bounds = """
    (assert (>= X_0 0)) (assert (<= X_0 1)) (assert (<= -1.5e-1 X_1)) (assert (<= X_1 (- 0.125)))

    """

  /// Reads a whole file.
  static func read(_ text: String) throws -> VNNLIBProperty {
    try VNNLIBProperty(parsing: Array(text.utf8), named: "p.vnnlib")
  }

  /// Reads assertions of outputs, over one box.
  static func outputs(_ assertions: String) throws -> [[VNNLIBProperty.Inequality]] {
    try read(declarations + bounds + assertions).regions.flatMap(\.conjunctions)
  }

  /// Reads assertions of the first input; the second one lies from 0 to 1.
  static func inputs(_ assertions: String) throws -> VNNLIBProperty {
    try read(declarations + "(assert (<= 0 X_1 1))" + assertions)
  }
}

extension VNNLIBProperty.Inequality {
  /// The terms as text: `1.0·0`, of a coefficient and an output.
  var sum: String {
    terms.map { "\($0.coefficient)·\($0.output)" }.joined(separator: " ")
  }
}
