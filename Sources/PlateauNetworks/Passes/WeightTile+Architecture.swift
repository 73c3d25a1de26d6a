extension WeightTile {
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
