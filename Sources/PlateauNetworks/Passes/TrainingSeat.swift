import PlateauNumerics

/// What one thread keeps of the shard that it is at, besides values and signals.
final class TrainingSeat<Element: Scalar> {
  /// The winning pixels of each max pooling, by stage.
  let winners: [UnsafeMutablePointer<Int32>?]
  /// The normalized values of each batch normalization, by stage.
  let normalized: [RowBuffer<Element>?]
  /// Room for signals that are added to others.
  let spare: RowBuffer<Element>
  /// Whether the engine has the parameters of the step under way.
  var isPrepared = false

  init(_ architecture: Architecture, capacity: Int) {
    let stages = architecture.stages
    winners = architecture.allocateWinners(capacity: capacity)
    normalized = stages.map { stage in
      guard stage.batchStatistics != nil else { return nil }
      return RowBuffer(capacity: capacity, columns: stage.outputs)
    }
    let widest = stages.reduce(architecture.input.count) { max($0, $1.outputs) }
    spare = RowBuffer(capacity: architecture.hasBranches ? capacity : 0, columns: widest)
  }

  deinit {
    for winners in winners { winners?.deallocate() }
  }
}
