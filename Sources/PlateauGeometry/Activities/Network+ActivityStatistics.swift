public import PlateauNetworks
public import PlateauNumerics

extension Network where Element == Double {
  /// The distributions of the activities of every layer, in memory that does not grow with the number
  /// of examples times that of units.
  ///
  /// Examples go through the network twice, in shards: moments are taken about the mean of all, as of
  /// values that are there at once. Sums are made of rows first, then of shards: the relative error of
  /// a moment is about (*units* + *examples*) · 2⁻⁵³.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`, at least one; widened shard by shard.
  ///   - ranges: The ranges of the histograms of hidden layers, widened to hold every value; those of
  ///     the values by default.
  ///   - bins: The number of bins.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: The statistics, and the logits.
  /// - Throws: `NonFiniteActivity` where activities overflow: the first one of the first such layer.
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  /// - Complexity: O(*examples* · *parameters* · *pixels*), as two forward passes.
  public func activityStatistics(
    at inputs: Matrix<Float>, in ranges: [ClosedRange<Double>?]? = nil, bins: Int = 61,
    workers: Workers
  ) throws(NonFiniteActivity) -> ActivityStatistics {
    precondition(inputs.rows > 0, "a distribution has values")
    let sums = ActivitySums(
      architecture, examples: inputs.rows, shardSize: shardSize, bins: bins)
    let logits = RowBuffer<Double>(capacity: inputs.rows, columns: architecture.classCount)
    stream(inputs, keepsPreActivations: true, workers: workers) { pass, range in
      sums.addExtents(pass, range)
      logits.row(range.lowerBound).update(
        from: pass.logits.pointer, count: range.count * logits.columns)
    }
    let widths = architecture.hiddenWidths + [architecture.classCount]
    let extents = widths.indices.map { sums.extent(of: $0) }
    if let failure = extents.lazy.compactMap(\.failure).first { throw failure }
    let frames = widths.indices.map { layer in
      let extent = extents[layer]
      let range = ranges.flatMap { layer < $0.count ? $0[layer] : nil }
      return ActivitySums.Frame(
        mean: extent.sum / Double(inputs.rows * widths[layer]),
        edges: Distribution.edges(extent.least...extent.most, in: range))
    }
    // The same kind of pass, for the same bits: every value lies within the edges.
    stream(inputs, keepsPreActivations: true, workers: workers) { pass, range in
      sums.addMoments(pass, range, frames)
    }
    let layers = widths.indices.map { layer in
      let (extent, moments) = (extents[layer], sums.moments(of: layer))
      let count = inputs.rows * widths[layer]
      return ActivityStatistics.Layer(
        distribution: Distribution(
          count: count, mean: frames[layer].mean, second: moments.second, fourth: moments.fourth,
          extent: extent.least...extent.most,
          histogram: Histogram(counts: moments.counts, in: frames[layer].edges)),
        saturatedFraction: layer < widths.count - 1 ? Double(extent.flat) / Double(count) : nil)
    }
    return ActivityStatistics(layers: layers, logits: logits.matrix())
  }
}
