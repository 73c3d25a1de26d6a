import PlateauNumerics

/// The gradients of one stage's parameters, by shard of a batch.
///
/// They are summed in the order of shards, so that sums do not depend on threads.
final class PartialGradients<Element: Scalar> {
  /// Of weights, in the layout of the linear map; of a normalization's scales.
  let weights: RowBuffer<Element>
  /// Of biases or shifts.
  let biases: RowBuffer<Element>
  /// The means and variances of each channel, in this order; of a normalization only.
  let moments: RowBuffer<Double>
  /// Means and 1/√(variance + ε).
  let means: RowBuffer<Element>
  let inverses: RowBuffer<Element>

  /// Allocates the memory; nil where the gradients of the stage are not made by shards.
  init?(_ stage: Stage, map: (any PreparedMap<Element>)?, shards: Int) {
    let channels = stage.output.channels
    let normalizes = stage.batchStatistics != nil
    let size = normalizes ? channels : map?.gradientSize ?? 0
    guard size > 0 else { return nil }
    // Every row begins at a multiple of 64 bytes.
    weights = RowBuffer(capacity: shards, columns: (size + 15) / 16 * 16)
    biases = RowBuffer(capacity: shards, columns: channels)
    moments = RowBuffer(capacity: normalizes ? shards : 0, columns: 2 * channels)
    means = RowBuffer(capacity: normalizes ? shards : 0, columns: channels)
    inverses = RowBuffer(capacity: normalizes ? shards : 0, columns: channels)
  }

  /// Adds all shards to the first one.
  func reduce(shards: Int) {
    for shard in 1..<max(1, shards) {
      Element.images.add(count: weights.columns, weights.row(shard), to: weights.pointer)
      Element.images.add(count: biases.columns, biases.row(shard), to: biases.pointer)
    }
  }
}
