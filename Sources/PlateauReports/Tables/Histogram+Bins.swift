import PlateauGeometry

extension Histogram {
  /// The bins with their edges.
  var bins: [(lower: Double, upper: Double, count: Int)] {
    let width = (upper - lower) / Double(counts.count)
    return counts.enumerated().map { index, count in
      let isLast = index == counts.count - 1
      return (
        lower + Double(index) * width, isLast ? upper : lower + Double(index + 1) * width, count
      )
    }
  }
}
