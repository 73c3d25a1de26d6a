import PlateauNumerics

extension IntervalPass {
  /// W·c + b ± (|W|·r + rounding) for the centers c and radii r of a box, with ε·‖w‖ added where
  /// there is a reach ε.
  ///
  /// - Parameters:
  ///   - stage: A dense layer or a convolution.
  ///   - weights: Its weights.
  ///   - source: Bounds of what it takes.
  ///   - target: Receives the bounds.
  ///   - rows: The number of examples.
  ///   - reach: The radius of a ball in ℓ2 around each point of the source.
  ///   - intersects: Whether the bounds that the target has hold, too.
  func multiply(
    _ stage: IntervalStage, _ weights: IntervalWeights, _ source: IntervalBox,
    into target: IntervalBox, rows: Int, reach: Double, intersects: Bool
  ) {
    let gamma = RoundingError.gamma(weights.inputs + 8)
    let tiny = Double(weights.inputs + 8) * RoundingError.tiny
    for index in 0..<rows * stage.inputs {
      let (low, high) = (source.lower[index], source.upper[index])
      let center = 0.5 * low + 0.5 * high
      let radius = max(high - center, center - low) * RoundingError.up
      let spread = radius + gamma * center.magnitude
      centers.pointer[index] = center
      spreads.pointer[index] = spread * RoundingError.up + RoundingError.tiny
    }
    multiply(stage, weights, rows: rows)
    let channels = stage.output.channels
    for row in 0..<rows {
      for pixel in 0..<stage.pixels {
        for channel in 0..<channels {
          let index = row * stage.outputs + pixel * channels + channel
          let bias = weights.biases[channel]
          let center = products.pointer[index] + bias
          var radius = radii.pointer[index] + gamma * bias.magnitude
          radius = (radius + reach * weights.lengths[channel]) * (1 + 2 * gamma) + tiny
          // The two sums below are rounded, too.
          radius += (center.magnitude + radius) * 0x1p-51
          let (low, high) = (center - radius, center + radius)
          if intersects {
            set(
              target, index, row: row, max(target.lower[index], low),
              min(target.upper[index], high))
          } else {
            set(target, index, row: row, low, high)
          }
        }
      }
    }
  }

  /// The products of centers with weights, and of spreads with their magnitudes.
  private func multiply(_ stage: IntervalStage, _ weights: IntervalWeights, rows: Int) {
    guard let pack = packs[stage.value - 1] else {
      let shape = ProductShape(m: rows, n: stage.outputs, k: stage.inputs, transposesB: true)
      multiply(centers, weights.weights, products.pointer, shape)
      return multiply(spreads, weights.magnitudes, radii.pointer, shape)
    }
    let convolve = Double.convolutions.convolve
    for row in 0..<rows {
      let (from, to) = (row * stage.inputs, row * stage.outputs)
      convolve(
        pack.shape, centers.pointer + from, pack.weights.pointer, pack.scratch.pointer,
        products.pointer + to)
      convolve(
        pack.shape, spreads.pointer + from, pack.magnitudes.pointer, pack.scratch.pointer,
        radii.pointer + to)
    }
  }

  private func multiply(
    _ block: RowBuffer<Double>, _ weights: [Double], _ output: UnsafeMutablePointer<Double>,
    _ shape: ProductShape
  ) {
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      Double.kernels.gemm(block.pointer, base, output, shape)
    }
  }
}
