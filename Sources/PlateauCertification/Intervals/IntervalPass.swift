import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds the values of up to `capacity` examples.
///
/// Sets of values are boxes: a center and a radius for each value, in exact arithmetic around
/// everything the layer can put out, rounding included.
final class IntervalPass {
  let capacity: Int
  /// The examples themselves.
  let inputs: RowBuffer<Double>
  /// Bounds of what the latest layer puts out before its nonlinearity, of shape `[rows, outputs]`.
  let lower: UnsafeMutablePointer<Double>
  let upper: UnsafeMutablePointer<Double>
  /// Rows in which a number has overflowed: nothing is known of them.
  private(set) var isLost: [Bool]

  private let centers: RowBuffer<Double>
  private let radii: RowBuffer<Double>
  private let products: RowBuffer<Double>
  private let spreads: RowBuffer<Double>
  private let buffers: [RowBuffer<Double>]
  private let kernels = Double.kernels

  init(_ stages: [IntervalStage], capacity: Int) {
    self.capacity = capacity
    let width = max(stages[0].inputs, stages.reduce(0) { max($0, $1.outputs) })
    buffers = (0..<6).map { _ in RowBuffer(capacity: capacity, columns: width) }
    inputs = RowBuffer(capacity: capacity, columns: stages[0].inputs)
    (centers, radii, products, spreads) = (buffers[0], buffers[1], buffers[2], buffers[3])
    lower = buffers[4].pointer
    upper = buffers[5].pointer
    isLost = Array(repeating: false, count: capacity)
  }

  /// Bounds a layer's output, for each example over its own ball.
  ///
  /// - Parameters:
  ///   - stage: The layer; it takes what the one before it put out.
  ///   - rows: The number of examples.
  ///   - threat: The ball, for the first layer; nil for all others.
  func bound(_ stage: IntervalStage, rows: Int, from threat: ThreatModel?) {
    guard let threat else { return propagate(stage, rows: rows, reach: 0, intersects: false) }
    start(threat, rows: rows, width: stage.inputs)
    propagate(stage, rows: rows, reach: 0, intersects: false)
    guard threat.norm == .l2 else { return }
    // |w·δ| ≤ ε·‖w‖ is mostly better than the box around the ball; both hold.
    let count = rows * stage.inputs
    centers.pointer.update(from: inputs.pointer, count: count)
    radii.pointer.update(repeating: 0, count: count)
    propagate(stage, rows: rows, reach: threat.epsilon, intersects: true)
  }

  /// Moves the bounds through the nonlinearity of their layer, ready for the next one.
  func activate(_ stage: IntervalStage, rows: Int) {
    for row in 0..<rows {
      for index in row * stage.outputs..<(row + 1) * stage.outputs {
        if let activation = stage.activation {
          center(index, activation.lower(at: lower[index]), activation.upper(at: upper[index]))
        } else {
          center(index, lower[index], upper[index])
        }
      }
    }
  }

  /// The boxes that the balls and the range of inputs have in common.
  private func start(_ threat: ThreatModel, rows: Int, width: Int) {
    let (epsilon, box) = (threat.epsilon, threat.bounds)
    for row in 0..<rows { isLost[row] = false }
    for index in 0..<rows * width {
      let x = inputs.pointer[index]
      let low = epsilon == 0 ? x : (x - epsilon).nextDown
      let high = epsilon == 0 ? x : (x + epsilon).nextUp
      center(index, max(low, box.lowerBound), min(high, box.upperBound))
    }
  }

  @inline(__always)
  private func center(_ index: Int, _ low: Double, _ high: Double) {
    let center = 0.5 * low + 0.5 * high
    centers.pointer[index] = center
    radii.pointer[index] = max(high - center, center - low) * RoundingError.up
  }

  /// W·c + b ± (|W|·r + rounding), with ε·‖w‖ in place of a radius where there is a reach.
  private func propagate(_ stage: IntervalStage, rows: Int, reach: Double, intersects: Bool) {
    let gamma = RoundingError.gamma(stage.inputs + 8)
    let tiny = Double(stage.inputs + 8) * RoundingError.tiny
    for index in 0..<rows * stage.inputs {
      let spread = radii.pointer[index] + gamma * centers.pointer[index].magnitude
      spreads.pointer[index] = spread * RoundingError.up + RoundingError.tiny
    }
    let shape = ProductShape(m: rows, n: stage.outputs, k: stage.inputs, transposesB: true)
    multiply(centers, stage.weights, products.pointer, shape)
    multiply(spreads, stage.magnitudes, radii.pointer, shape)
    for row in 0..<rows {
      for unit in 0..<stage.outputs {
        let index = row * stage.outputs + unit
        let center = products.pointer[index] + stage.biases[unit]
        var radius = radii.pointer[index] + gamma * stage.biases[unit].magnitude
        radius = (radius + reach * stage.lengths[unit]) * (1 + 2 * gamma) + tiny
        // The two sums below are rounded, too.
        radius += (center.magnitude + radius) * 0x1p-51
        var (low, high) = (center - radius, center + radius)
        if !low.isFinite || !high.isFinite {
          isLost[row] = true
          (low, high) = (0, 0)
        }
        lower[index] = intersects ? max(lower[index], low) : low
        upper[index] = intersects ? min(upper[index], high) : high
      }
    }
  }

  private func multiply(
    _ block: RowBuffer<Double>, _ weights: [Double], _ output: UnsafeMutablePointer<Double>,
    _ shape: ProductShape
  ) {
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      kernels.gemm(block.pointer, base, output, shape)
    }
  }
}
