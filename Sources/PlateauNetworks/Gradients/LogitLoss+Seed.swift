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
    exponents.update(repeating: 0, count: rows)
    switch self {
    case .crossEntropy where rule == .naive:
      kernels.crossEntropy(
        rows: rows, classes: classes, logits: logits, labels: labels, weight: 1, gradient: gradient,
        losses: values)
    case .crossEntropy:
      kernels.crossEntropyStable(
        rows: rows, classes: classes, logits: logits, labels: labels, gradient: gradient,
        exponents: exponents)
      if let values {
        kernels.crossEntropy(
          rows: rows, classes: classes, logits: logits, labels: labels, weight: 1, gradient: nil,
          losses: values)
      }
    case .margin:
      kernels.margin(
        rows: rows, classes: classes, logits: logits, labels: labels, gradient: gradient,
        margins: values)
    case .logitRatio:
      kernels.logitRatio(
        rows: rows, classes: classes, logits: logits, labels: labels, targets: nil,
        gradient: gradient, ratios: values)
    }
  }

  /// The values of the loss.
  package func values<Element: Scalar>(
    _ logits: UnsafePointer<Element>, rows: Int, classes: Int, labels: UnsafePointer<Int32>,
    into values: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.kernels
    switch self {
    case .crossEntropy:
      kernels.crossEntropy(
        rows: rows, classes: classes, logits: logits, labels: labels, weight: 1, gradient: nil,
        losses: values)
    case .margin:
      kernels.margin(
        rows: rows, classes: classes, logits: logits, labels: labels, gradient: nil, margins: values
      )
    case .logitRatio:
      kernels.logitRatio(
        rows: rows, classes: classes, logits: logits, labels: labels, targets: nil, gradient: nil,
        ratios: values)
    }
  }
}
