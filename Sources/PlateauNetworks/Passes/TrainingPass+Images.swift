import PlateauNumerics
import RealModule

// Parameters whose gradients are summed shard by shard, while its images are in the cache.
extension TrainingPass {
  /// The gradients of a stage's parameters and, where there is a target, of its input.
  func passBack(
    _ index: Int, _ partial: PartialGradients<Element>, _ signal: UnsafeMutablePointer<Element>,
    into target: UnsafeMutablePointer<Element>?, _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    let stage = architecture.stages[index]
    let gradient = partial.weights.row(task)
    gradient.clear(count: partial.weights.columns)
    engines[thread].back(
      index, signal, source: value(stage.source, range, thread), into: target,
      addingTo: gradient, rows: range.count)
    guard stage.bias != nil else { return }
    let channels = stage.output.channels
    kernels.columnSums(
      rows: range.count * stage.pixels, columns: channels, of: signal, stride: channels,
      into: partial.biases.row(task))
  }

  // MARK: - Batch normalization

  func normalize(
    _ index: Int, _ offsets: NormalizationOffsets, _ parameters: UnsafePointer<Element>,
    _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    let stage = architecture.stages[index]
    guard let partial = partials[index], let normalized = seats[thread].normalized[index] else {
      return
    }
    let channels = stage.output.channels
    let rows = range.count * stage.pixels
    let source = value(stage.source, range, thread)
    let moments = partial.moments.row(task)
    images.channelMoments(
      rows: rows, channels: channels, of: source, mean: moments, variance: moments + channels)
    let (means, inverses) = (partial.means.row(task), partial.inverses.row(task))
    for channel in 0..<channels {
      means[channel] = Element(moments[channel])
      inverses[channel] = Element(
        1 / (moments[channels + channel] + offsets.epsilon).squareRoot())
    }
    images.batchNorm(
      rows: rows, channels: channels, of: source, mean: means, inverse: inverses,
      scale: parameters + offsets.scale, shift: parameters + offsets.shift,
      normalized: normalized.pointer, into: values[index].pointer(range, thread))
  }

  func normalizeBack(
    _ index: Int, _ offsets: NormalizationOffsets, _ parameters: UnsafePointer<Element>,
    _ signal: UnsafeMutablePointer<Element>, _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    let stage = architecture.stages[index]
    guard let partial = partials[index], let normalized = seats[thread].normalized[index] else {
      return
    }
    images.batchNormBack(
      rows: range.count * stage.pixels, channels: stage.output.channels, signal: signal,
      normalized: normalized.pointer, inverse: partial.inverses.row(task),
      scale: parameters + offsets.scale, scaleGradient: partial.weights.row(task),
      shiftGradient: partial.biases.row(task))
  }

  /// Moves the running means towards those of the latest batch, by a tenth.
  ///
  /// Variances are those of a sample, Σ(x − mean)² / (n − 1), as PyTorch's are.
  package func updateRunningMeans(_ parameters: UnsafeMutablePointer<Element>) {
    let share = 0.1
    let shards = Self.shardCount(architecture, rows: rows)
    for index in partials.indices {
      let stage = architecture.stages[index]
      guard let offsets = stage.batchStatistics, let partial = partials[index] else { continue }
      let channels = stage.output.channels
      for channel in 0..<channels {
        var (mean, variance) = (0.0, 0.0)
        for task in 0..<shards {
          let count = Double(shard(task).count * stage.pixels)
          let moments = partial.moments.row(task)
          mean += moments[channel]
          variance += moments[channels + channel] * (count / max(1, count - 1))
        }
        move(&parameters[offsets.mean + channel], to: mean / Double(shards), share)
        move(&parameters[offsets.variance + channel], to: variance / Double(shards), share)
      }
    }
  }

  private func move(_ value: inout Element, to target: Double, _ share: Double) {
    value = Element((1 - share) * Double(value) + share * target)
  }

  // MARK: - Sums over shards

  /// Sums the gradients of all shards, as the parameters lie.
  func reduce(
    _ tile: WeightTile, _ weights: UnsafeMutablePointer<Element>,
    _ biases: UnsafeMutablePointer<Element>
  ) {
    guard let partial = partials[tile.stage] else { return }
    partial.reduce(shards: Self.shardCount(architecture, rows: rows))
    if architecture.stages[tile.stage].batchStatistics == nil {
      engines[0].maps[tile.stage]?.unpack(partial.weights.pointer, into: weights)
    } else {
      weights.update(from: partial.weights.pointer, count: tile.weights.count)
    }
    biases.update(from: partial.biases.pointer, count: tile.biases.count)
  }
}
