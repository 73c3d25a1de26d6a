import CPlateauKernels

// Weights are `[classes, inputs]`, radii of inputs `[rows, inputs]`.
extension IntervalKernels {
  /// Adds the gradient of magnitudes to that of weights: sign(weights) · gradient.
  package func addSigned(count: Int, weights: In, gradient: In, to target: Out) {
    table.pointee.add_signed(Int64(count), weights, gradient, target)
  }

  /// Bounds z_k − z_label from above by row, over a box of inputs, for z = weights · x + bias.
  ///
  /// - `logits`: Holds weights · centers, `[rows, classes]`; receives the bounds, 0 for the label.
  package func margins(
    rows: Int, classes: Int, inputs: Int, weights: In, bias: In, labels: Labels, radius: In,
    logits: Out
  ) {
    table.pointee.margins(
      Int64(rows), Int64(classes), Int64(inputs), weights, bias, labels, radius, logits)
  }

  /// Brings signals at the bounds of margins to the radii of the inputs; overwrites the target.
  package func marginsBack(
    rows: Int, classes: Int, inputs: Int, weights: In, labels: Labels, signal: In,
    into target: Out
  ) {
    table.pointee.margins_back(
      Int64(rows), Int64(classes), Int64(inputs), weights, labels, signal, target)
  }

  /// Adds to the gradient of some classes' weights what their magnitudes contribute.
  ///
  /// - `units`: The classes.
  /// - `gradient`: That of their weights, `[units, inputs]`.
  package func marginsGradient(
    rows: Int, classes: Int, inputs: Int, units: Range<Int>, weights: In, labels: Labels,
    signal: In, radius: In, addingTo gradient: Out
  ) {
    table.pointee.margins_gradient(
      Int64(rows), Int64(classes), Int64(inputs), Int64(units.lowerBound), Int64(units.count),
      weights, labels, signal, radius, gradient)
  }
}
