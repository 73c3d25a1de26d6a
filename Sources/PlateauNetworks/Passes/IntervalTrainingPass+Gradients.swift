import PlateauNumerics

// The gradients of parameters, tile by tile, from the signals of the whole batch.
extension IntervalTrainingPass {
  /// Adds the gradient of a tile to what is there.
  ///
  /// With c′ = W·c + b and r′ = |W|·r, that of W is Σ dc′·cᵀ + sign(W) ∘ Σ dr′·rᵀ, and 0 of |W| at 0.
  ///
  /// - Parameters:
  ///   - tile: The tile.
  ///   - weights: The gradient of its weights, row by row.
  ///   - biases: That of its biases.
  ///   - thread: The thread of the call.
  package func addGradient(
    of tile: WeightTile, to weights: UnsafeMutablePointer<Element>,
    _ biases: UnsafeMutablePointer<Element>, thread: Int
  ) {
    guard goesBack, let parameters else { return }
    let stage = architecture.stages[tile.stage]
    let room = seats[thread].tile.pointer
    if tile.stage == architecture.stages.count - 1 {
      multiply(tile, centerSignals, source(stage).center, weights, accumulates: true)
      addMargins(tile, stage, weights)
      addSums(tile, stage, room, biases)
    } else if stage.isDense {
      multiply(tile, centerSignals, source(stage).center, weights, accumulates: true)
      multiply(tile, radiusSignals, source(stage).radius, room, accumulates: false)
      intervals.addSigned(
        count: tile.weights.count, weights: parameters + tile.weights.lowerBound, gradient: room,
        to: weights)
      addSums(tile, stage, room, biases)
    } else {
      addShards(tile, parameters, room, weights, biases)
    }
  }

  private func source(_ stage: Stage) -> (center: Out, radius: Out) {
    stage.source == 0
      ? (inputCenters.pointer, inputRadii.pointer)
      : (centers[stage.source - 1].pointer, radii[stage.source - 1].pointer)
  }

  private func multiply(
    _ tile: WeightTile, _ signals: [ShardBuffer<Element>], _ source: Out, _ target: Out,
    accumulates: Bool
  ) {
    let stage = architecture.stages[tile.stage]
    kernels.gemm(
      signals[tile.stage].pointer + tile.rows.lowerBound, source, into: target,
      ProductShape(
        m: tile.rows.count, n: stage.inputs, k: rows, transposesA: true, strideA: stage.outputs,
        accumulates: accumulates))
  }

  private func addSums(_ tile: WeightTile, _ stage: Stage, _ room: Out, _ biases: Out) {
    let count = tile.rows.count
    kernels.columnSums(
      rows: rows, columns: count, of: centerSignals[tile.stage].pointer + tile.rows.lowerBound,
      stride: stage.outputs, into: room)
    images.add(count: count, room, to: biases)
  }

  private func addMargins(_ tile: WeightTile, _ stage: Stage, _ weights: Out) {
    guard let parameters, let labels, let weight = stage.weight else { return }
    intervals.marginsGradient(
      rows: rows, classes: stage.outputs, inputs: stage.inputs, units: tile.rows,
      weights: parameters + weight, labels: labels, signal: centerSignals[tile.stage].pointer,
      radius: source(stage).radius, addingTo: weights)
  }

  private func addShards(
    _ tile: WeightTile, _ parameters: UnsafePointer<Element>, _ room: Out, _ weights: Out,
    _ biases: Out
  ) {
    let shards = TrainingPass<Element>.shardCount(architecture, rows: rows)
    let engine = seats[0].engine
    guard let map = engine.maps[tile.stage], let center = centerPartials[tile.stage],
      let radius = radiusPartials[tile.stage]
    else { return }
    let count = tile.weights.count
    center.reduce(shards: shards)
    radius.reduce(shards: shards)
    map.unpack(center.weights.pointer, into: room)
    images.add(count: count, room, to: weights)
    map.unpack(radius.weights.pointer, into: room)
    intervals.addSigned(
      count: count, weights: parameters + tile.weights.lowerBound, gradient: room, to: weights)
    images.add(count: tile.biases.count, center.biases.pointer, to: biases)
  }
}
