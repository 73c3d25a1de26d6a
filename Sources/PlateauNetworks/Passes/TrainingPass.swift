package import PlateauNumerics

/// The memory for the forward and backward passes of training on batches of up to `capacity`.
///
/// A step has two parts. First shards of examples go forward and their signals backward; then
/// tiles of weight rows are multiplied out from the signals of the whole batch, and each tile is
/// handed to the caller while it is in the cache. Shards and tiles have sizes that do not depend
/// on the number of threads, and sums are taken in their order: neither do the results.
package final class TrainingPass<Element: Scalar> {
  /// The examples that go through a pass together, chosen for the products' speed.
  package static var shardSize: Int { 64 }

  package let architecture: Architecture
  package let workers: Workers
  package let inputs: RowBuffer<Element>
  package let labels: UnsafeMutablePointer<Int32>
  package let logits: RowBuffer<Element>

  let kernels = Element.kernels
  let activations: [RowBuffer<Element>]
  let slopes: [RowBuffer<Element>]
  /// Signals at each stage's output; those of the last are at the logits.
  let signals: [RowBuffer<Element>]
  let tiles: [WeightTile]
  let tileGradients: [RowBuffer<Element>]
  let losses: RowBuffer<Element>
  let winners: UnsafeMutablePointer<Int32>
  let shardSums: UnsafeMutablePointer<ShardSums>
  private let hiddenUnits: Int
  /// Whether products are split by columns and not by shards, decided by the architecture alone.
  let splitsColumns: Bool

  // The step under way, for the tasks that are made once.
  var parameters: UnsafePointer<Element>?
  var rows = 0
  var penaltyWeights: [Element]
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

  /// Allocates the memory; products are split as is faster unless `splitsColumns` says how.
  package init(
    _ architecture: Architecture, capacity: Int, workers: Workers, splitsColumns: Bool? = nil
  ) {
    self.splitsColumns = splitsColumns ?? Self.isWide(architecture)
    self.architecture = architecture
    self.workers = workers
    inputs = RowBuffer(capacity: capacity, columns: architecture.input.count)
    logits = RowBuffer(capacity: capacity, columns: architecture.classCount)
    losses = RowBuffer(capacity: capacity, columns: 1)
    labels = .allocate(capacity: capacity)
    labels.initialize(repeating: 0, count: capacity)
    winners = .allocate(capacity: capacity)
    winners.initialize(repeating: 0, count: capacity)
    let widths = architecture.hiddenWidths
    hiddenUnits = widths.reduce(0, +)
    activations = widths.map { RowBuffer(capacity: capacity, columns: $0) }
    slopes = widths.map { RowBuffer(capacity: capacity, columns: $0) }
    signals = (widths + [architecture.classCount]).map {
      RowBuffer(capacity: capacity, columns: $0)
    }
    tiles = WeightTile.tiles(of: architecture)
    let largest = tiles.map(\.count).max() ?? 0
    tileGradients = (0..<workers.threads).map { _ in RowBuffer(capacity: 1, columns: largest) }
    let shards = (capacity + Self.shardSize - 1) / Self.shardSize
    shardSums = .allocate(capacity: shards)
    shardSums.initialize(repeating: ShardSums(), count: shards)
    penaltyWeights = Array(repeating: 0, count: widths.count)
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
  ///   - load: Fills `inputs` and `labels` for a range of rows.
  /// - Returns: Means over the batch.
  package func propagate(
    _ parameters: UnsafePointer<Element>, rows: Int, penaltyWeights: [Element],
    load: @escaping (_ rows: Range<Int>, _ thread: Int) -> Void
  ) -> BatchStatistics {
    self.parameters = parameters
    self.rows = rows
    for index in penaltyWeights.indices { self.penaltyWeights[index] = penaltyWeights[index] }
    self.load = load
    let shards = (rows + Self.shardSize - 1) / Self.shardSize
    if splitsColumns { runPhases(shards: shards) } else { workers.run(tasks: shards, shardTask) }
    var total = ShardSums()
    for shard in 0..<shards { total.add(shardSums[shard]) }
    return BatchStatistics(total, rows: rows, hiddenUnits: hiddenUnits)
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
    let stage = architecture.stages[tile.stage]
    let weights = tileGradients[thread].pointer
    let biases = weights + tile.rows.count * stage.inputs
    let signal = signals[tile.stage].pointer + tile.rows.lowerBound
    let source = tile.stage == 0 ? inputs : activations[tile.stage - 1]
    kernels.gemm(
      signal, source.pointer, weights,
      ProductShape(
        m: tile.rows.count, n: stage.inputs, k: rows, transposesA: true,
        strideA: stage.outputs))
    kernels.columnSums(
      Int64(rows), Int64(tile.rows.count), Int64(stage.outputs), signal, biases)
    consume(tile, weights, biases)
  }
}
