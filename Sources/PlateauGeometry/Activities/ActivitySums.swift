import PlateauNetworks
import PlateauNumerics

/// Sums over the activities of every layer, each shard of examples by itself: they are added in the
/// order of shards, whatever thread made them.
final class ActivitySums {
  /// What the first pass finds of a layer.
  struct Extent {
    var sum = 0.0
    var least = Double.infinity
    var most = -Double.infinity
    /// The saturated units.
    var flat = 0
    /// The first value that is not finite.
    var failure: NonFiniteActivity?
  }

  /// What the second pass finds of a layer.
  struct Moments {
    var second = 0.0
    var fourth = 0.0
    var counts: [Int]
  }

  /// The bins of a layer's histogram, and the mean that moments are about.
  struct Frame {
    let mean: Double
    let edges: ClosedRange<Double>
  }

  /// The number of layers, the logits included.
  let layers: Int
  private let bins: Int
  private let widths: [Int]
  private let shapes: [InputShape]
  private let activations: [Activation?]
  private let size: Int
  private let extents: UnsafeMutableBufferPointer<Extent>
  private let moments: RowBuffer<Double>

  init(_ architecture: Architecture, examples: Int, shardSize: Int, bins: Int) {
    self.bins = bins
    shapes = architecture.hiddenShapes + [.vector(architecture.classCount)]
    widths = shapes.map(\.count)
    activations = architecture.hiddenActivations
    layers = shapes.count
    size = shardSize
    let shards = (examples + shardSize - 1) / shardSize
    extents = .allocate(capacity: max(1, shards * layers))
    extents.initialize(repeating: Extent())
    moments = RowBuffer(capacity: shards, columns: layers * (bins + 2))
  }

  deinit {
    extents.deinitialize()
    extents.deallocate()
  }

  private func values(
    of layer: Int, _ pass: InputPass<Double>
  ) -> UnsafePointer<Double> {
    layer == layers - 1
      ? UnsafePointer(pass.logits.pointer) : pass.activity(ofHiddenLayer: layer)
  }

  // MARK: - First pass

  /// Adds a shard; the pass has kept pre-activations.
  func addExtents(_ pass: InputPass<Double>, _ range: Range<Int>) {
    for layer in 0..<layers {
      let values = values(of: layer, pass)
      var extent = Extent()
      for row in 0..<range.count {
        add(
          values + row * widths[layer], to: &extent, layer, example: range.lowerBound + row)
      }
      if layer < activations.count, let activation = activations[layer] {
        let entering = pass.preActivation(ofHiddenLayer: layer)
        for index in 0..<range.count * widths[layer]
        where activation.isSaturated(at: entering[index]) { extent.flat += 1 }
      }
      extents[range.lowerBound / size * layers + layer] = extent
    }
  }

  private func add(
    _ values: UnsafePointer<Double>, to extent: inout Extent, _ layer: Int, example: Int
  ) {
    var (sum, check) = (0.0, 0.0)
    var (least, most) = (extent.least, extent.most)
    for index in 0..<widths[layer] {
      let value = values[index]
      sum += value
      check += value * 0
      least = value < least ? value : least
      most = value > most ? value : most
    }
    (extent.least, extent.most) = (least, most)
    extent.sum += sum
    // 0 times what is not finite is NaN.
    guard check != 0, extent.failure == nil else { return }
    let (channels, pixels) = (shapes[layer].channels, shapes[layer].height * shapes[layer].width)
    for unit in 0..<widths[layer] {
      // Images lie in memory with their channels last.
      let value = values[unit % pixels * channels + unit / pixels]
      guard !value.isFinite else { continue }
      extent.failure = NonFiniteActivity(
        layer: layer, example: example, unit: unit, value: value)
      return
    }
  }

  /// What was found of a layer over all shards.
  func extent(of layer: Int) -> Extent {
    var result = Extent()
    for shard in 0..<extents.count / layers {
      let extent = extents[shard * layers + layer]
      result.sum += extent.sum
      result.least = min(result.least, extent.least)
      result.most = max(result.most, extent.most)
      result.flat += extent.flat
      result.failure = result.failure ?? extent.failure
    }
    return result
  }

  // MARK: - Second pass

  /// Adds a shard about the means of all.
  func addMoments(_ pass: InputPass<Double>, _ range: Range<Int>, _ frames: [Frame]) {
    let results = moments.row(range.lowerBound / size)
    for layer in 0..<layers {
      let values = values(of: layer, pass)
      let (mean, lower) = (frames[layer].mean, frames[layer].edges.lowerBound)
      let scale = Histogram.scale(of: frames[layer].edges, bins: bins)
      let result = results + layer * (bins + 2)
      for row in 0..<range.count {
        var (second, fourth) = (0.0, 0.0)
        for index in row * widths[layer]..<(row + 1) * widths[layer] {
          let value = values[index]
          let square = (value - mean) * (value - mean)
          second += square
          fourth += square * square
          result[2 + Histogram.bin(of: value, from: lower, scale, bins)] += 1
        }
        result[0] += second
        result[1] += fourth
      }
    }
  }

  /// What was found of a layer over all shards.
  func moments(of layer: Int) -> Moments {
    var result = Moments(counts: Array(repeating: 0, count: bins))
    for shard in 0..<moments.capacity {
      let sums = moments.row(shard) + layer * (bins + 2)
      result.second += sums[0]
      result.fourth += sums[1]
      // Counts of a shard are far below 2⁵³.
      for bin in 0..<bins { result.counts[bin] += Int(sums[2 + bin]) }
    }
    return result
  }
}
