import PlateauNumerics

/// What one thread needs of an interval pass: engines of weights and of their magnitudes, and memory.
final class IntervalTrainingSeat<Element: Scalar> {
  /// With the weights, for centers.
  let engine: StageEngine<Element>
  /// With their magnitudes, for radii.
  let magnitudes: StageEngine<Element>
  /// The winning pixels of each max pooling, among lower and among upper ends.
  let lowerSeat: TrainingSeat<Element>
  let upperSeat: TrainingSeat<Element>
  /// Room for two values of a shard.
  let spares: [RowBuffer<Element>]
  /// Room for the gradient of a tile.
  let tile: RowBuffer<Element>
  /// Whether the engines have the parameters of the step under way.
  var isPrepared = false

  init(_ architecture: Architecture, capacity: Int, tile: Int) {
    engine = StageEngine(architecture)
    magnitudes = StageEngine(architecture, form: .magnitudes)
    lowerSeat = TrainingSeat(architecture, capacity: capacity)
    upperSeat = TrainingSeat(architecture, capacity: capacity)
    let widest = architecture.stages.reduce(architecture.input.count) { max($0, $1.outputs) }
    spares = (0..<2).map { _ in RowBuffer(capacity: capacity, columns: widest) }
    self.tile = RowBuffer(capacity: 1, columns: tile)
  }
}
