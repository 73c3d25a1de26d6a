import PlateauNumerics

/// Some rows of one stage's weight matrix, with their biases: the unit in which gradients are made.
///
/// Of a convolution all rows, and of batch normalization all scales and shifts.
package struct WeightTile: Sendable {
  package let stage: Int
  package let rows: Range<Int>
  /// Where the weights of these rows lie in the buffer of parameters.
  package let weights: Range<Int>
  /// Where the biases of these rows lie in the buffer of parameters.
  package let biases: Range<Int>

  package var count: Int { weights.count + biases.count }
}
