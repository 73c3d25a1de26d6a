import CPlateauKernels

extension Kernels {
  /// Computes cross-entropies by row, and `weight` times (softmax − onehot), in working precision.
  ///
  /// - `gradient`: Receives the gradient, `[rows, classes]`; it may be the logits.
  /// - `losses`: Receives one number for each row.
  package func crossEntropy(
    rows: Int, classes: Int, logits: In, labels: Labels, weight: Element, gradient: Out?,
    losses: Out?
  ) {
    table.pointee.cross_entropy(
      Int64(rows), Int64(classes), logits, labels, weight.widened, gradient, losses)
  }

  /// Computes the gradient of the cross-entropy without cancellation, as rows of mantissas and a
  /// power of two for each.
  ///
  /// - `gradient`: Receives the mantissas; it may be the logits.
  package func crossEntropyStable(
    rows: Int, classes: Int, logits: In, labels: Labels, gradient: Out,
    exponents: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.cross_entropy_stable(
      Int64(rows), Int64(classes), logits, labels, gradient, exponents)
  }

  /// Computes max over k ≠ y of z_k − z_y by row, and its gradient.
  ///
  /// - `gradient`: Receives the gradient, `[rows, classes]`; it may be the logits.
  package func margin(
    rows: Int, classes: Int, logits: In, labels: Labels, gradient: Out?, margins: Out?
  ) {
    table.pointee.margin(Int64(rows), Int64(classes), logits, labels, gradient, margins)
  }

  /// Computes the difference of logits ratios by row, and its gradient, which is not the logits.
  ///
  /// - `targets`: The classes to be reached; a row is untargeted where its is negative, and
  ///   all are without.
  package func logitRatio(
    rows: Int, classes: Int, logits: In, labels: Labels, targets: Labels?, gradient: Out?,
    ratios: Out?
  ) {
    table.pointee.logit_ratio(
      Int64(rows), Int64(classes), logits, labels, targets, gradient, ratios)
  }

  /// Finds the first class with the largest logit, by row.
  package func argmax(
    rows: Int, classes: Int, logits: In, into winners: UnsafeMutablePointer<Int32>
  ) {
    table.pointee.argmax(Int64(rows), Int64(classes), logits, winners)
  }
}
