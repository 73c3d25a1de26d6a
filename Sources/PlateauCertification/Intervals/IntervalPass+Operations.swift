import PlateauNetworks
import PlateauNumerics

extension IntervalPass {
  /// Bounds what a stage makes, before its nonlinearity, of bounded values.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - boxes: Bounds by value; those that it takes are there.
  ///   - target: Receives the bounds.
  ///   - rows: The number of examples.
  func apply(
    _ stage: IntervalStage, to boxes: [IntervalBox?], into target: IntervalBox, rows: Int
  ) {
    guard let source = boxes[stage.source] else { return }
    switch stage.arithmetic {
    case nil where stage.nonlinear != nil:
      encloseNonlinear(stage, boxes, into: target, rows: rows)
    case nil:
      // The maximum rises with each of its arguments: that of bounds is a bound, and exact.
      stage.maximum?.apply(
        UnsafePointer(source.lower), into: target.lower, winners: nil, rows: 0..<rows)
      stage.maximum?.apply(
        UnsafePointer(source.upper), into: target.upper, winners: nil, rows: 0..<rows)
    case .exact?, .copies?:
      stage.map?.apply(
        stage.sources.compactMap { boxes[$0].map { UnsafePointer($0.lower) } }, scratch.pointer,
        into: target.lower, rows: rows)
      stage.map?.apply(
        stage.sources.compactMap { boxes[$0].map { UnsafePointer($0.upper) } }, scratch.pointer,
        into: target.upper, rows: rows)
    case .pairs?:
      guard let other = boxes[stage.sources[1]] else { return }
      for row in 0..<rows {
        for index in row * stage.outputs..<(row + 1) * stage.outputs {
          // A sum is rounded to one of its neighbors.
          set(
            target, index, row: row, (source.lower[index] + other.lower[index]).nextDown,
            (source.upper[index] + other.upper[index]).nextUp)
        }
      }
    case .differences(let terms)?: center(stage, terms, source, into: target, rows: rows)
    case .averages(let terms)?: average(stage, terms, source, into: target, rows: rows)
    case .products?:
      guard let weights = stage.weights else { return }
      multiply(stage, weights, source, into: target, rows: rows, reach: 0, intersects: false)
    case .channels?:
      guard let map = stage.affine else { return }
      let channels = stage.output.channels
      for row in 0..<rows {
        for index in row * stage.outputs..<(row + 1) * stage.outputs {
          let bounds = map.bounds(index % channels, source.lower[index], source.upper[index])
          set(target, index, row: row, bounds.lower, bounds.upper)
        }
      }
    }
  }

  /// Bounds what a nonlinear map makes.
  private func encloseNonlinear(
    _ stage: IntervalStage, _ boxes: [IntervalBox?], into target: IntervalBox, rows: Int
  ) {
    guard let map = stage.nonlinear else { return }
    for row in 0..<rows {
      let sources = stage.sources.compactMap { boxes[$0]?.example(row) }
      guard sources.count == stage.sources.count else { return lose(row) }
      let first = row * stage.outputs
      map.enclose(sources, lower: target.lower + first, upper: target.upper + first)
      for index in first..<first + stage.outputs {
        set(target, index, row: row, target.lower[index], target.upper[index])
      }
    }
  }

  /// Means of bounds, less and plus γ times the mean magnitude.
  private func average(
    _ stage: IntervalStage, _ terms: Int, _ source: IntervalBox, into target: IntervalBox,
    rows: Int
  ) {
    for index in 0..<rows * stage.inputs {
      centers.pointer[index] = max(source.lower[index].magnitude, source.upper[index].magnitude)
    }
    let ends = [
      (UnsafePointer(source.lower), target.lower), (UnsafePointer(source.upper), target.upper),
      (UnsafePointer(centers.pointer), radii.pointer),
    ]
    for (from, to) in ends { stage.map?.apply([from], scratch.pointer, into: to, rows: rows) }
    // The sums, the reciprocal of the divisor, its product, and what follows here.
    let gamma = RoundingError.gamma(terms + 8)
    for row in 0..<rows {
      for index in row * stage.outputs..<(row + 1) * stage.outputs {
        let error = gamma * radii.pointer[index] * (1 + 2 * gamma) + RoundingError.tiny
        set(target, index, row: row, target.lower[index] - error, target.upper[index] + error)
      }
    }
  }

  /// Numbers less the means of their groups, l − (Σu − (u − l)) / n and the like: what is itself part of
  /// the mean moves with it.
  private func center(
    _ stage: IntervalStage, _ size: Int, _ source: IntervalBox, into target: IntervalBox, rows: Int
  ) {
    let gamma = RoundingError.gamma(size + 8)
    let count = Double(size)
    for row in 0..<rows {
      for first in stride(from: row * stage.outputs, to: (row + 1) * stage.outputs, by: size) {
        var (low, high, reach) = (0.0, 0.0, 0.0)
        for index in first..<first + size {
          low += source.lower[index]
          high += source.upper[index]
          reach += max(source.lower[index].magnitude, source.upper[index].magnitude)
        }
        for index in first..<first + size {
          let (lower, upper) = (source.lower[index], source.upper[index])
          let own = max(lower.magnitude, upper.magnitude)
          let error = gamma * (own + 3 * reach / count) * (1 + 2 * gamma) + RoundingError.tiny
          set(
            target, index, row: row, lower - (high - (upper - lower)) / count - error,
            upper - (low + (upper - lower)) / count + error)
        }
      }
    }
  }
}
