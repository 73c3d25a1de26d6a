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
    let count = rows * stage.outputs
    switch stage.operation {
    case .dense(let weights), .convolution(let weights, _):
      multiply(stage, weights, source, into: target, rows: rows, reach: 0, intersects: false)
    case .maxPooling(let shape):
      // The maximum rises with each of its arguments: that of bounds is a bound, and exact.
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows {
          let (from, to) = (row * stage.inputs, row * stage.outputs)
          Double.images.maxPool(shape, source.lower + from, target.lower + to, nil)
          Double.images.maxPool(shape, source.upper + from, target.upper + to, nil)
        }
      }
    case .averagePooling(let shape): average(stage, shape, source, into: target, rows: rows)
    case .affine(let map):
      let channels = stage.output.channels
      for row in 0..<rows {
        for index in row * stage.outputs..<(row + 1) * stage.outputs {
          let bounds = map.bounds(index % channels, source.lower[index], source.upper[index])
          set(target, index, row: row, bounds.lower, bounds.upper)
        }
      }
    case .add(let other):
      guard let other = boxes[other] else { return }
      for row in 0..<rows {
        for index in row * stage.outputs..<(row + 1) * stage.outputs {
          // A sum is rounded to one of its neighbors.
          set(
            target, index, row: row, (source.lower[index] + other.lower[index]).nextDown,
            (source.upper[index] + other.upper[index]).nextUp)
        }
      }
    case .reordering(let toLast):
      let move = toLast ? Double.images.channelsLast : Double.images.channelsFirst
      let (channels, pixels) = (Int64(stage.output.channels), Int64(stage.pixels))
      for row in 0..<rows {
        let place = row * stage.outputs
        move(channels, pixels, source.lower + place, target.lower + place)
        move(channels, pixels, source.upper + place, target.upper + place)
      }
    case .copy:
      target.lower.update(from: source.lower, count: count)
      target.upper.update(from: source.upper, count: count)
    }
  }

  /// Means of bounds, less and plus γ times the mean magnitude.
  private func average(
    _ stage: IntervalStage, _ shape: PoolingShape, _ source: IntervalBox,
    into target: IntervalBox, rows: Int
  ) {
    for index in 0..<rows * stage.inputs {
      centers.pointer[index] = max(source.lower[index].magnitude, source.upper[index].magnitude)
    }
    let average = Double.images.averagePool
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows {
        let (from, to) = (row * stage.inputs, row * stage.outputs)
        average(shape, source.lower + from, target.lower + to)
        average(shape, source.upper + from, target.upper + to)
        average(shape, centers.pointer + from, radii.pointer + to)
      }
    }
    // As many sums as the window has pixels, the reciprocal, its product, and what follows here.
    let gamma = RoundingError.gamma(shape.kernelHeight * shape.kernelWidth + 8)
    for row in 0..<rows {
      for index in row * stage.outputs..<(row + 1) * stage.outputs {
        let error = gamma * radii.pointer[index] * (1 + 2 * gamma) + RoundingError.tiny
        set(target, index, row: row, target.lower[index] - error, target.upper[index] + error)
      }
    }
  }
}
