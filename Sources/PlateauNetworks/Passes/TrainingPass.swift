package import PlateauNumerics

/// The memory for the forward and backward passes of training on batches of up to `capacity`.
///
/// A step has two parts. First shards of examples go forward and their signals backward; then
/// tiles of weight rows are multiplied out from the signals of the whole batch, or summed over
/// shards, and each tile is handed to the caller while it is in the cache. Shards and tiles have
/// sizes that do not depend on the number of threads, and sums are taken in their order: neither do
/// the results.
package final class TrainingPass<Element: Scalar> {
  package let architecture: Architecture
  package let workers: Workers
  package let inputs: RowBuffer<Element>
  package let labels: UnsafeMutablePointer<Int32>
  package let logits: RowBuffer<Element>

  let kernels = Element.kernels
  let images = Element.images
  /// What each stage makes; of the last these are the logits.
  let values: [ShardBuffer<Element>]
  /// Slopes, by hidden layer.
  let slopes: [ShardBuffer<Element>]
  /// Signals at what each stage makes; of the last they are at the logits.
  let signals: [ShardBuffer<Element>]
  let place: TrainingPlace
  let engines: [StageEngine<Element>]
  let seats: [TrainingSeat<Element>]
  let partials: [PartialGradients<Element>?]
  let tiles: [WeightTile]
  let tileGradients: [RowBuffer<Element>]
  let losses: RowBuffer<Element>
  let winners: UnsafeMutablePointer<Int32>
  let zeros: RowBuffer<Element>
  let shardSums: UnsafeMutablePointer<ShardSums>
  private let hiddenUnits: Int
  /// Whether products are split by columns and not by shards, decided by the architecture alone.
  let splitsColumns: Bool

  // The step under way, for the tasks that are made once.
  var parameters: UnsafePointer<Element>?
  var rows = 0
  var penaltyWeights: [Element]
  var attentionWeight: Element = 0
  var crossEntropyWeight: Element = 1
  /// Whether any term of the loss has a weight.
  var needsGradient = true
  /// Adds to the gradient of a tile what others contribute.
  package var addGradient:
    (
      (WeightTile, UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>, _ thread: Int) ->
        Void
    )?
  var load: (Range<Int>, _ thread: Int) -> Void = { _, _ in }
  var consume: (WeightTile, UnsafePointer<Element>, UnsafePointer<Element>) -> Void = { _, _, _ in }
  var phase = Phase.load
  private(set) lazy var shardTask: (Int, Int) -> Void = { [unowned self] task, thread in
    runShard(task, thread: thread)
  }
  private(set) lazy var phaseTask: (Int, Int) -> Void = { [unowned self] task, thread in
    runPhase(task, thread: thread)
  }
  private lazy var tileTask: (Int, Int) -> Void = { [unowned self] task, thread in
    runTile(task, thread: thread)
  }

  /// Allocates the memory; products are split as is faster unless `splitsColumns` says how, which
  /// is of use for multilayer perceptrons only.
  package init(
    _ architecture: Architecture, capacity: Int, workers: Workers, splitsColumns: Bool? = nil
  ) {
    self.splitsColumns =
      architecture.isMultilayerPerceptron && (splitsColumns ?? Self.isWide(architecture))
    self.architecture = architecture
    self.workers = workers
    let (stages, threads, size) = (architecture.stages, workers.threads, architecture.shardSize)
    let place = TrainingPlace(architecture)
    self.place = place
    func buffer(_ columns: Int, isShared: Bool) -> ShardBuffer<Element> {
      isShared
        ? ShardBuffer(batch: capacity, columns: columns)
        : ShardBuffer(shard: min(size, capacity), threads: threads, columns: columns)
    }
    inputs = RowBuffer(capacity: capacity, columns: architecture.input.count)
    logits = RowBuffer(capacity: capacity, columns: architecture.classCount)
    losses = RowBuffer(capacity: capacity, columns: 1)
    labels = .allocate(capacity: capacity)
    labels.initialize(repeating: 0, count: capacity)
    winners = .allocate(capacity: capacity)
    winners.initialize(repeating: 0, count: capacity)
    hiddenUnits = architecture.hiddenWidths.reduce(0, +)
    values =
      stages.indices.dropLast().map {
        buffer(stages[$0].outputs, isShared: place.keepsValues[$0])
      } + [ShardBuffer(logits)]
    slopes = architecture.hiddenWidths.map {
      buffer($0, isShared: architecture.isMultilayerPerceptron)
    }
    signals = stages.indices.map { buffer(stages[$0].outputs, isShared: place.keepsSignals[$0]) }
    let engines = (0..<threads).map { _ in StageEngine<Element>(architecture) }
    self.engines = engines
    seats = (0..<threads).map { _ in TrainingSeat(architecture, capacity: min(size, capacity)) }
    let shards = Self.shardCount(architecture, rows: capacity)
    partials = stages.indices.map {
      PartialGradients(stages[$0], map: engines[0].maps[$0], shards: shards)
    }
    tiles = WeightTile.tiles(of: architecture)
    let largest = tiles.map(\.count).max() ?? 0
    tileGradients = (0..<threads).map { _ in RowBuffer(capacity: 1, columns: largest) }
    zeros = RowBuffer(capacity: 1, columns: stages.reduce(1) { max($0, $1.output.channels) })
    shardSums = .allocate(capacity: shards)
    shardSums.initialize(repeating: ShardSums(), count: shards)
    penaltyWeights = Array(repeating: 0, count: architecture.hiddenWidths.count)
  }

  deinit {
    labels.deallocate()
    winners.deallocate()
    shardSums.deallocate()
  }

  /// Runs the forward pass of a batch and the backward pass to the signals of every layer.
  ///
  /// - Parameters:
  ///   - parameters: The parameters of the network, in the order of its layout.
  ///   - rows: The size of the batch.
  ///   - penaltyWeights: The factor of each hidden layer's penalty, summed over its units.
  ///   - attentionWeight: The factor of the sum of p (1 − p) over the weights p that softmaxes inside make.
  ///   - crossEntropyWeight: The factor of the cross-entropy; without any factor but 0 there is no
  ///     backward pass.
  ///   - load: Fills `inputs` and `labels` for a range of rows.
  /// - Returns: Means over the batch.
  package func propagate(
    _ parameters: UnsafePointer<Element>, rows: Int, penaltyWeights: [Element],
    attentionWeight: Element = 0, crossEntropyWeight: Element = 1,
    load: @escaping (_ rows: Range<Int>, _ thread: Int) -> Void
  ) -> BatchStatistics {
    self.parameters = parameters
    self.rows = rows
    for index in penaltyWeights.indices { self.penaltyWeights[index] = penaltyWeights[index] }
    self.attentionWeight = attentionWeight
    self.crossEntropyWeight = crossEntropyWeight
    needsGradient =
      crossEntropyWeight != 0 || attentionWeight != 0 || penaltyWeights.contains { $0 != 0 }
    self.load = load
    let shards = Self.shardCount(architecture, rows: rows)
    for index in seats.indices { seats[index].isPrepared = false }
    if splitsColumns { runPhases(shards: shards) } else { workers.run(tasks: shards, shardTask) }
    var total = ShardSums()
    for shard in 0..<shards { total.add(shardSums[shard]) }
    return BatchStatistics(
      total, rows: rows, hiddenUnits: hiddenUnits, crossEntropyWeight: Double(crossEntropyWeight),
      attentionWeight: Double(attentionWeight))
  }

  /// Multiplies out the gradient of every tile and hands it on.
  ///
  /// - Parameter consume: Receives a tile with the gradients of its weights, row by row, and of
  ///   its biases. Called once for each tile, from several threads.
  package func forEachGradientTile(
    _ consume: @escaping (WeightTile, UnsafePointer<Element>, UnsafePointer<Element>) -> Void
  ) {
    self.consume = consume
    workers.run(tasks: tiles.count, tileTask)
  }
}

extension TrainingPass {
  private func runTile(_ task: Int, thread: Int) {
    let tile = tiles[task]
    let weights = tileGradients[thread].pointer
    let biases = weights + tile.weights.count
    if !needsGradient {
      weights.clear(count: tile.count)
    } else if architecture.stages[tile.stage].isDense {
      multiply(tile, weights, biases)
    } else {
      reduce(tile, weights, biases)
    }
    addGradient?(tile, weights, biases, thread)
    consume(tile, weights, biases)
  }

  private func multiply(
    _ tile: WeightTile, _ weights: UnsafeMutablePointer<Element>,
    _ biases: UnsafeMutablePointer<Element>
  ) {
    let stage = architecture.stages[tile.stage]
    let signal = signals[tile.stage].pointer + tile.rows.lowerBound
    let source = stage.source == 0 ? inputs.pointer : values[stage.source - 1].pointer
    kernels.gemm(
      signal, source, into: weights,
      ProductShape(
        m: tile.rows.count, n: stage.inputs, k: rows, transposesA: true, strideA: stage.outputs))
    kernels.columnSums(
      rows: rows, columns: tile.rows.count, of: signal, stride: stage.outputs, into: biases)
  }
}
