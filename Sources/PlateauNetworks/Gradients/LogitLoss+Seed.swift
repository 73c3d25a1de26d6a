package import PlateauNumerics

extension LogitLoss {
  /// The gradients of the loss with respect to the logits, where a backward pass begins.
  ///
  /// - Parameters:
  ///   - logits: Of shape `[rows, classes]`.
  ///   - rows: The number of examples.
  ///   - classes: The number of classes.
  ///   - labels: A class for each row.
  ///   - rule: Whether to round as a usual framework does.
  ///   - gradient: Receives `[rows, classes]`.
  ///   - exponents: Receives the power of two of each row's gradient.
  ///   - values: Receives the value of each row's loss, unless nil.
  package func seed<Element: Scalar>(
    _ logits: UnsafePointer<Element>, rows: Int, classes: Int, labels: UnsafePointer<Int32>,
    rule: GradientRule, into gradient: UnsafeMutablePointer<Element>,
    exponents: UnsafeMutablePointer<Int64>, values: UnsafeMutablePointer<Element>? = nil
  ) {
    let kernels = Element.kernels
    let rows64 = Int64(rows)
    let classes64 = Int64(classes)
    exponents.update(repeating: 0, count: rows)
    switch self {
    case .crossEntropy where rule == .naive:
      kernels.crossEntropy(rows64, classes64, logits, labels, 1, gradient, values)
    case .crossEntropy:
      kernels.crossEntropyStable(rows64, classes64, logits, labels, gradient, exponents)
      if let values { kernels.crossEntropy(rows64, classes64, logits, labels, 1, nil, values) }
    case .margin: kernels.margin(rows64, classes64, logits, labels, gradient, values)
    case .logitRatio:
      kernels.logitRatio(rows64, classes64, logits, labels, nil, gradient, values)
    }
  }

  /// The values of the loss.
  package func values<Element: Scalar>(
    _ logits: UnsafePointer<Element>, rows: Int, classes: Int, labels: UnsafePointer<Int32>,
    into values: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.kernels
    let rows = Int64(rows)
    let classes = Int64(classes)
    switch self {
    case .crossEntropy: kernels.crossEntropy(rows, classes, logits, labels, 1, nil, values)
    case .margin: kernels.margin(rows, classes, logits, labels, nil, values)
    case .logitRatio: kernels.logitRatio(rows, classes, logits, labels, nil, nil, values)
    }
  }
}
