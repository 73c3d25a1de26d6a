extension Distribution {
  /// Describes values in a range that is symmetric about 0, without having all at once.
  ///
  /// Sums are those of eight values apart, so that last digits differ from those of
  /// ``symmetric(_:bins:)``; the relative error of moments is about `count` · 2⁻⁵⁶.
  ///
  /// - Parameters:
  ///   - bins: The number of bins; 0 counts none, and saves a pass.
  ///   - forEachPart: Calls a closure with all values, some at a time and each time in the same order;
  ///     they are finite.
  /// - Returns: What they are like; nil where there are none.
  /// - Throws: what `forEachPart` throws.
  /// - Complexity: O(*values*), in three passes.
  public static func symmetric<Failure: Error>(
    bins: Int = 61, _ forEachPart: (([Double]) -> Void) throws(Failure) -> Void
  ) throws(Failure) -> Distribution? {
    var sums = PartSums()
    try forEachPart { sums.add($0) }
    guard sums.count > 0 else { return nil }
    let (least, most) = (sums.least.min(), sums.most.max())
    precondition(least.isFinite && most.isFinite, "values are finite")
    let mean = sums.sum.sum() / Double(sums.count)
    var moments = PartMoments(mean: mean)
    try forEachPart { moments.add($0) }
    let reach = max(least.magnitude, most.magnitude)
    let edges = edges(least...most, in: -reach...reach)
    var counts = Array(repeating: 0, count: bins)
    if bins > 0 {
      let scale = Histogram.scale(of: edges, bins: bins)
      try forEachPart { values in
        for value in values {
          counts[Histogram.bin(of: value, from: edges.lowerBound, scale, bins)] += 1
        }
      }
    }
    return Distribution(
      count: sums.count, mean: mean, second: moments.second.sum(), fourth: moments.fourth.sum(),
      extent: least...most, histogram: Histogram(counts: counts, in: edges))
  }
}

/// The number of values, their sum, the smallest and the largest.
private struct PartSums {
  var count = 0
  var sum = SIMD8<Double>.zero
  var least = SIMD8<Double>(repeating: .infinity)
  var most = SIMD8<Double>(repeating: -.infinity)

  mutating func add(_ values: [Double]) {
    count += values.count
    values.forEachEight { eight in
      sum += eight
      least.replace(with: eight, where: eight .< least)
      most.replace(with: eight, where: eight .> most)
    } rest: { value in
      sum[0] += value
      least[0] = min(least[0], value)
      most[0] = max(most[0], value)
    }
  }
}

/// The sums of (value − mean)² and (value − mean)⁴.
private struct PartMoments {
  let mean: Double
  var second = SIMD8<Double>.zero
  var fourth = SIMD8<Double>.zero

  mutating func add(_ values: [Double]) {
    values.forEachEight { eight in
      let square = (eight - mean) * (eight - mean)
      second += square
      fourth += square * square
    } rest: { value in
      let square = (value - mean) * (value - mean)
      second[0] += square
      fourth[0] += square * square
    }
  }
}

extension [Double] {
  /// Calls a closure with eight values at a time, and another one with each of the rest.
  @inline(__always)
  fileprivate func forEachEight(
    _ body: (SIMD8<Double>) -> Void, rest: (Double) -> Void
  ) {
    withUnsafeBytes { bytes in
      let whole = count / 8 * 8
      for index in stride(from: 0, to: whole, by: 8) {
        body(bytes.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self))
      }
      for index in whole..<count {
        rest(bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
      }
    }
  }
}
