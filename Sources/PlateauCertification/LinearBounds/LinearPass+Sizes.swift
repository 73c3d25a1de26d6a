import PlateauNumerics

extension LinearPass {
  /// Bounds Σ |w|·|s| over the box of what a stage takes, for each unit: the magnitude of its sum,
  /// and what errors of that and of coefficients are proportional to.
  func size(_ stage: IntervalStage, rows: Int) {
    let index = stage.value - 1
    guard let target = sizes[index] else { return }
    let source = magnitudes[stage.source]
    let count = rows * stage.outputs
    switch stage.operation {
    case .dense(let weights):
      let shape = ProductShape(m: rows, n: stage.outputs, k: stage.inputs, transposesB: true)
      weights.magnitudes.withUnsafeBufferPointer { weights in
        guard let base = weights.baseAddress else { return }
        Double.kernels.gemm(source.pointer, base, target.pointer, shape)
      }
    case .convolution(_, let packed):
      for row in 0..<rows {
        Double.convolutions.convolve(
          packed.sizes, source.row(row), packed.magnitudes, intervals.scratch.pointer,
          target.row(row))
      }
    case .maxPooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows {
          Double.images.maxPool(shape, source.row(row), target.row(row), nil)
        }
      }
    case .averagePooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows { Double.images.averagePool(shape, source.row(row), target.row(row)) }
      }
    case .affine(let map):
      let channels = map.factors.count
      for index in 0..<count {
        target.pointer[index] = source.pointer[index] * map.factors[index % channels].magnitude
      }
    case .reordering(let toLast):
      let move = toLast ? Double.images.channelsLast : Double.images.channelsFirst
      for row in 0..<rows {
        move(
          Int64(stage.output.channels), Int64(stage.pixels), source.row(row), target.row(row))
      }
    case .add(let other):
      for index in 0..<count {
        target.pointer[index] = source.pointer[index] + magnitudes[other].pointer[index]
      }
    case .copy: target.pointer.update(from: source.pointer, count: count)
    }
    let up = 1 + 2 * RoundingError.gamma(stage.inputs + 8)
    let least = Double(stage.inputs + 8) * RoundingError.tiny
    for index in 0..<count { target.pointer[index] = target.pointer[index] * up + least }
  }
}
