import PlateauNumerics

/// Values of a batch: all of them, or, where only the shard under way needs them, those of one shard
/// for each thread.
struct ShardBuffer<Element: Scalar> {
  private let blocks: [RowBuffer<Element>]
  let isShared: Bool

  /// All values of a batch.
  init(batch: Int, columns: Int) {
    blocks = [RowBuffer(capacity: batch, columns: columns)]
    isShared = true
  }

  /// All values of a batch, in memory of somebody else.
  init(_ buffer: RowBuffer<Element>) {
    blocks = [buffer]
    isShared = true
  }

  /// The values of a shard for each thread.
  init(shard: Int, threads: Int, columns: Int) {
    blocks = (0..<threads).map { _ in RowBuffer(capacity: shard, columns: columns) }
    isShared = false
  }

  /// The first value of a shard.
  func pointer(_ rows: Range<Int>, _ thread: Int) -> UnsafeMutablePointer<Element> {
    isShared ? blocks[0].row(rows.lowerBound) : blocks[thread].pointer
  }

  /// The first value of the batch; only where all are kept.
  var pointer: UnsafeMutablePointer<Element> { blocks[0].pointer }
}
