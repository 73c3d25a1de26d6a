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

  /// The weights in a tile.
  ///
  /// The gradient of a small tile stays in the cache until it is used, but every tile packs the
  /// whole batch for its product anew. A small network still gets several.
  private static func target(of architecture: Architecture) -> Int {
    min(max(96 * 1024, architecture.layout.count / 8), 192 * 1024)
  }

  /// The tiles of every stage, large ones first, so that threads finish together.
  static func tiles(of architecture: Architecture) -> [WeightTile] {
    let target = target(of: architecture)
    let tiles = architecture.stages.enumerated().flatMap { index, stage in
      stage.linear?.tiles(of: index, size: target) ?? []
    }
    return tiles.sorted { ($0.count, $1.weights.lowerBound) > ($1.count, $0.weights.lowerBound) }
  }
}
