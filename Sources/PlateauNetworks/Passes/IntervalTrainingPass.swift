package import PlateauNumerics

/// The memory for forward and backward passes of boxes around batches of up to `capacity` examples.
///
/// A box of centers c and radii r goes through a layer as W·c + b and |W|·r, and through a
/// nonlinearity end by end. The last layer is bounded as differences z_k − z_y from the logit of the
/// true class. All numbers are rounded to nearest, with no regard to their errors: bounds are good
/// enough to train by, and no proof.
///
/// Shards of examples go forward and their signals backward, as in ``TrainingPass``; gradients are
/// then added tile by tile to those of such a pass. Results do not depend on the number of threads.
///
/// Source: S. Gowal et al., "On the Effectiveness of Interval Bound Propagation for Training
/// Verifiably Robust Models", 2018, section 3.
package final class IntervalTrainingPass<Element: Scalar> {
  package let architecture: Architecture
  let workers: Workers
  let kernels = Element.kernels
  let intervals = Element.intervals
  let images = Element.images
  let place: TrainingPlace

  /// The boxes of the examples.
  let inputCenters: ShardBuffer<Element>
  let inputRadii: ShardBuffer<Element>
  /// The boxes that each stage makes; the last centers are the worst logits.
  let centers: [ShardBuffer<Element>]
  let radii: [ShardBuffer<Element>]
  /// The ends of what enters each nonlinearity, and the slopes there.
  let lowers: [ShardBuffer<Element>]
  let uppers: [ShardBuffer<Element>]
  let lowerSlopes: [ShardBuffer<Element>]
  let upperSlopes: [ShardBuffer<Element>]
  /// Signals at the boxes.
  let centerSignals: [ShardBuffer<Element>]
  let radiusSignals: [ShardBuffer<Element>]
  let centerPartials: [PartialGradients<Element>?]
  let radiusPartials: [PartialGradients<Element>?]
  let seats: [IntervalTrainingSeat<Element>]
  /// |parameters|.
  let magnitudes: RowBuffer<Element>
  let losses: RowBuffer<Element>
  let zeros: RowBuffer<Element>
  let shardSums: UnsafeMutablePointer<BoundSums>
  let activeLayers: Int

  // The step under way, for the tasks that are made once.
  var parameters: UnsafePointer<Element>?
  var inputs: UnsafePointer<Element>?
  var labels: UnsafePointer<Int32>?
  var rows = 0
  var objective = BoundObjective(epsilon: 0)
  var goesBack = false
  private lazy var magnitudeTask: (Int, Int) -> Void = { [unowned self] task, _ in
    takeMagnitudes(task)
  }
  private lazy var shardTask: (Int, Int) -> Void = { [unowned self] task, thread in
    runShard(task, thread: thread)
  }

  /// The index of the first layer that has no bounds in training, batch normalization; nil where
  /// there is none.
  package static func unboundedLayer(of architecture: Architecture) -> Int? {
    architecture.stages.first { $0.batchStatistics != nil }?.layer
  }

  /// Allocates the memory.
  ///
  /// - Precondition: Every layer can be bounded; see ``unboundedLayer(of:)``.
  package init(_ architecture: Architecture, capacity: Int, workers: Workers) {
    precondition(Self.unboundedLayer(of: architecture) == nil, "every layer has bounds")
    self.architecture = architecture
    self.workers = workers
    let (stages, threads) = (architecture.stages, workers.threads)
    let size = min(architecture.shardSize, capacity)
    let place = TrainingPlace(architecture)
    self.place = place
    func buffer(_ columns: Int, isShared: Bool = false) -> ShardBuffer<Element> {
      isShared
        ? ShardBuffer(batch: capacity, columns: columns)
        : ShardBuffer(shard: size, threads: threads, columns: columns)
    }
    func ends() -> [ShardBuffer<Element>] {
      stages.map { buffer($0.activation == nil ? 0 : $0.outputs) }
    }
    let keepsInput = stages.contains { $0.isDense && $0.source == 0 }
    inputCenters = buffer(architecture.input.count, isShared: keepsInput)
    inputRadii = buffer(architecture.input.count, isShared: keepsInput)
    centers = stages.indices.map { buffer(stages[$0].outputs, isShared: place.keepsValues[$0]) }
    radii = stages.indices.map { buffer(stages[$0].outputs, isShared: place.keepsValues[$0]) }
    (lowers, uppers) = (ends(), ends())
    (lowerSlopes, upperSlopes) = (ends(), ends())
    centerSignals = stages.indices.map {
      buffer(stages[$0].outputs, isShared: place.keepsSignals[$0])
    }
    radiusSignals = stages.indices.map {
      buffer(stages[$0].outputs, isShared: place.keepsSignals[$0])
    }
    let largest = WeightTile.tiles(of: architecture).map(\.count).max() ?? 0
    let seats = (0..<threads).map { _ in
      IntervalTrainingSeat<Element>(architecture, capacity: size, tile: largest)
    }
    self.seats = seats
    let shards = TrainingPass<Element>.shardCount(architecture, rows: capacity)
    func partials() -> [PartialGradients<Element>?] {
      stages.indices.map {
        PartialGradients(stages[$0], map: seats[0].engine.maps[$0], shards: shards)
      }
    }
    (centerPartials, radiusPartials) = (partials(), partials())
    magnitudes = RowBuffer(capacity: 1, columns: architecture.layout.count)
    losses = RowBuffer(capacity: capacity, columns: 1)
    zeros = RowBuffer(capacity: 1, columns: stages.reduce(1) { max($0, $1.output.channels) })
    shardSums = .allocate(capacity: shards)
    shardSums.initialize(repeating: BoundSums(), count: shards)
    activeLayers = stages.count { $0.activation != nil }
  }

  deinit {
    shardSums.deallocate()
  }

  /// Bounds a batch and, where the objective has a weight, carries signals to every layer.
  ///
  /// - Parameters:
  ///   - parameters: The parameters of the network, in the order of its layout.
  ///   - inputs: Examples in the box, of shape `[rows, features]`.
  ///   - labels: Their classes.
  ///   - rows: The size of the batch.
  ///   - objective: The balls, and the weights of all terms.
  ///   - goesBack: Whether to carry signals.
  /// - Returns: Means over the batch.
  package func propagate(
    _ parameters: UnsafePointer<Element>, inputs: UnsafePointer<Element>,
    labels: UnsafePointer<Int32>, rows: Int, objective: BoundObjective, goesBack: Bool = true
  ) -> BoundStatistics {
    (self.parameters, self.inputs, self.labels) = (parameters, inputs, labels)
    (self.rows, self.objective) = (rows, objective)
    self.goesBack = goesBack && objective.needsGradient
    for index in seats.indices { seats[index].isPrepared = false }
    let chunk = Self.magnitudeChunk
    workers.run(tasks: (magnitudes.columns + chunk - 1) / chunk, magnitudeTask)
    let shards = TrainingPass<Element>.shardCount(architecture, rows: rows)
    workers.run(tasks: shards, shardTask)
    var total = BoundSums()
    for shard in 0..<shards { total.add(shardSums[shard]) }
    return BoundStatistics(total, rows: rows, objective)
  }

  /// The largest z_k − z_y that the bounds of the batch allow, of shape `[rows, classes]`.
  var worstLogits: UnsafeMutablePointer<Element> { centers[centers.count - 1].pointer }

  private static var magnitudeChunk: Int { 1 << 16 }

  private func takeMagnitudes(_ task: Int) {
    guard let parameters else { return }
    let first = task * Self.magnitudeChunk
    let count = min(Self.magnitudeChunk, magnitudes.columns - first)
    intervals.magnitudes(count: count, of: parameters + first, into: magnitudes.pointer + first)
  }
}
