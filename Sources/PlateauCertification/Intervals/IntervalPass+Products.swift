import CPlateauKernels
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
    let terms = stage.panels == nil ? weights.inputs + 8 : 2 * weights.inputs + 16
    let gamma = RoundingError.gamma(terms)
    let width = stage.outputs
    func finish(_ row: Int, product: Int, _ errors: UnsafePointer<plateau_sum_errors>) {
      let channels = stage.output.channels
      for pixel in 0..<stage.pixels {
        let (from, to) = (product * width + pixel * channels, row * width + pixel * channels)
        let isFinite = LevelTable.enclosures.sums(
          count: channels, center: products.pointer + from, spread: radii.pointer + from,
          errors: errors, intersects: intersects, low: target.lower + to, high: target.upper + to)
        if !isFinite { lose(row) }
      }
    }
    weights.withErrors(reach: reach, gamma: gamma, terms: terms) { errors in
      if let panels = stage.panels, let lists {
        lists.load(
          source, rows: rows, gamma: gamma, centers: centers, spreads: spreads,
          columns: stage.inputs)
        lists.multiply(panels, into: products.pointer, radii.pointer)
        let first = lists.listed.count
        multiply(stage, rows: lists.others.count, offset: first * width)
        for (product, row) in lists.listed.enumerated() { finish(row, product: product, errors) }
        for (product, row) in lists.others.enumerated() {
          finish(row, product: first + product, errors)
        }
      } else {
        LevelTable.enclosures.centers(
          count: rows * stage.inputs, low: source.lower, high: source.upper, gamma: gamma,
          center: centers.pointer, spread: spreads.pointer)
        multiply(stage, rows: rows, offset: 0)
        for row in 0..<rows { finish(row, product: row, errors) }
      }
    }
  }

  /// The products of centers with weights, and of spreads with their magnitudes.
  private func multiply(_ stage: IntervalStage, rows: Int, offset: Int) {
    // Images one by one, so that a deadline is kept.
    let step = stage.isDense ? rows : 1
    for row in stride(from: 0, to: rows, by: max(1, step)) {
      if !stage.isDense, deadline.hasPassed {
        isLate = true
        return
      }
      let (from, to) = (row * stage.inputs, offset + row * stage.outputs)
      stage.map?.apply(
        [UnsafePointer(centers.pointer + from)], scratch.pointer, into: products.pointer + to,
        rows: step)
      stage.map?.applyMagnitudes(
        [UnsafePointer(spreads.pointer + from)], scratch.pointer, into: radii.pointer + to,
        rows: step)
    }
  }
}

extension IntervalWeights {
  /// Calls a closure with what sums of products are off by.
  fileprivate func withErrors(
    reach: Double, gamma: Double, terms: Int,
    _ body: (UnsafePointer<plateau_sum_errors>) -> Void
  ) {
    biases.lend { bias in
      lengths.lend { length in
        let errors = plateau_sum_errors(
          bias: bias, length: length, reach: reach, gamma: gamma,
          tiny: Double(terms) * RoundingError.tiny)
        withUnsafePointer(to: errors) { body($0) }
      }
    }
  }
}
