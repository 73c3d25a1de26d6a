import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Tells whether a point is a counterexample, beyond doubt.
///
/// The network is evaluated with ends that are rounded outwards; what was not rounded stays exact.
/// A point counts only if it lies in the smallest region, and if the inequalities of a conjunction
/// hold at the far ends. Of an input that is fixed at a number beyond double precision both neighbors
/// and all between them are taken. Convolutions, averages and normalizations are first bounded by
/// errors in proportion to magnitudes; where that leaves the question open they are summed without an
/// error that can be avoided, so that an output that is exactly 0 is known to be.
final class CounterexampleCheck {
  let stages: [IntervalStage]
  let problem: VerificationProblem
  /// When to give up: no point is a counterexample then.
  let deadline: Deadline
  private lazy var pass = IntervalPass(stages, capacity: 1)

  /// Prepares the check.
  init(stages: [IntervalStage], problem: VerificationProblem, deadline: Deadline = .never) {
    self.stages = stages
    self.problem = problem
    self.deadline = deadline
  }

  /// The conjunction that certainly holds at a point; nil where there is none, or the time is up.
  func conjunction(at point: [Double]) -> Int? {
    guard isInside(point) else { return nil }
    for isExact in [false, true] {
      guard let outputs = outputs(at: point, isExact: isExact) else { return nil }
      let excesses = problem.conjunctions.map { conjunction in
        conjunction.map { inequality in
          var sum = DirectedSum()
          for term in inequality.terms { sum.add(term.coefficient, times: outputs[term.output]) }
          sum.add(-inequality.bound.lowerBound, -inequality.bound.lowerBound)
          return sum
        }
      }
      if let found = excesses.firstIndex(where: { $0.allSatisfy { $0.upper <= 0 } }) {
        return found
      }
      // Only where ends on both sides of a bound leave it open there is more to know.
      guard excesses.contains(where: { $0.allSatisfy { $0.lower <= 0 } }) else { return nil }
    }
    return nil
  }

  /// Whether a point certainly lies in the region.
  func isInside(_ point: [Double]) -> Bool {
    let (lower, upper) = problem.certainBox
    guard point.indices.allSatisfy({ lower[$0] <= point[$0] && point[$0] <= upper[$0] }) else {
      return false
    }
    guard case .ball(let center, let threat) = problem.region, threat.norm == .l2 else {
      return true
    }
    var square = DirectedSum()
    for (x, c) in zip(point, center) {
      let change = DirectedSum.sum(x, -c)
      let size = max(change.lower.magnitude, change.upper.magnitude)
      square.add(0, DirectedSum.product(size, size).upper)
    }
    return square.upper <= DirectedSum.product(threat.epsilon, threat.epsilon).lower
  }

  /// Where the outputs lie at a point.
  ///
  /// - Parameters:
  ///   - point: An input.
  ///   - isExact: Whether every sum is as exact as can be, which takes longer.
  /// - Returns: An interval for each output; nil where the time was up.
  func outputs(at point: [Double], isExact: Bool = true) -> [DirectedSum]? {
    var values: [[DirectedSum]] = [point.indices.map { problem.values(of: $0, at: point) }]
    for stage in stages {
      guard let made = apply(stage, values, isExact)?.map(\.known) else { return nil }
      values.append(
        stage.activation.map { activation in
          made.map {
            DirectedSum(
              lower: activation.lower(at: $0.lower), upper: activation.upper(at: $0.upper))
          }
        } ?? made)
    }
    return values[values.count - 1]
  }

  private func apply(
    _ stage: IntervalStage, _ values: [[DirectedSum]], _ isExact: Bool
  ) -> [DirectedSum]? {
    if deadline.hasPassed { return nil }
    let source = values[stage.source]
    switch stage.operation {
    case .dense(let weights): return multiply(weights, source)
    case .copy: return source
    case .add(let other):
      return zip(source, values[other]).map { one, two in
        var sum = one
        sum.add(two.lower, two.upper)
        return sum
      }
    case .convolution(let weights, let packed) where isExact:
      return convolve(packed.shape, weights, source)
    case .averagePooling(let shape) where isExact: return average(shape, source)
    case .affine(let map):
      let channels = stage.output.channels
      return source.enumerated().map { map.enclosure($0.offset % channels, $0.element) }
    default: return bound(stage, values)
    }
  }

  private func multiply(_ weights: IntervalWeights, _ source: [DirectedSum]) -> [DirectedSum]? {
    var result: [DirectedSum] = []
    result.reserveCapacity(weights.outputs)
    for unit in 0..<weights.outputs {
      if unit % 16 == 0, deadline.hasPassed { return nil }
      var sum = DirectedSum(weights.biases[unit])
      weights.weights.withUnsafeBufferPointer { rows in
        for (index, value) in source.enumerated() {
          sum.add(rows[unit * weights.inputs + index], times: value)
        }
      }
      result.append(sum)
    }
    return result
  }

  /// By interval arithmetic, whose errors are proportional to magnitudes.
  private func bound(_ stage: IntervalStage, _ values: [[DirectedSum]]) -> [DirectedSum] {
    for (place, bounds) in values[stage.source].enumerated() {
      pass.boxes[stage.source].lower[place] = bounds.lower
      pass.boxes[stage.source].upper[place] = bounds.upper
    }
    let target = pass.boxes[stage.value]
    pass.restart(rows: 1)
    pass.apply(stage, to: pass.boxes, into: target, rows: 1)
    let isLost = pass.isLost[0]
    return (0..<stage.outputs).map { unit in
      isLost
        ? DirectedSum(lower: -.infinity, upper: .infinity)
        : DirectedSum(lower: target.lower[unit], upper: target.upper[unit])
    }
  }
}

// MARK: - Exact sums

extension CounterexampleCheck {
  /// The sums of a convolution, by their definition; images have their channels last.
  private func convolve(
    _ shape: ConvolutionShape, _ weights: IntervalWeights, _ source: [DirectedSum]
  ) -> [DirectedSum]? {
    let (input, filters) = (shape.input, shape.filters)
    let area = shape.kernelHeight * shape.kernelWidth
    var result: [DirectedSum] = []
    result.reserveCapacity(shape.output.count)
    for y in 0..<shape.outputHeight {
      for x in 0..<shape.outputWidth {
        if deadline.hasPassed { return nil }
        for filter in 0..<filters {
          var sum = DirectedSum(weights.biases[filter])
          for dy in 0..<shape.kernelHeight {
            let row = y * shape.strideHeight + dy - shape.padding.top
            guard (0..<input.height).contains(row) else { continue }
            for dx in 0..<shape.kernelWidth {
              let column = x * shape.strideWidth + dx - shape.padding.left
              guard (0..<input.width).contains(column) else { continue }
              let pixel = (row * input.width + column) * input.channels
              let first = filter * weights.inputs + dy * shape.kernelWidth + dx
              for channel in 0..<input.channels {
                sum.add(weights.weights[first + channel * area], times: source[pixel + channel])
              }
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// The means of an average pooling, by their definition.
  private func average(_ shape: PoolingShape, _ source: [DirectedSum]) -> [DirectedSum]? {
    var result: [DirectedSum] = []
    for y in 0..<shape.outHeight {
      for x in 0..<shape.outWidth {
        if deadline.hasPassed { return nil }
        let top = y * shape.strideHeight - shape.padding.top
        let left = x * shape.strideWidth - shape.padding.left
        let rows = max(top, 0)..<min(top + shape.kernelHeight, shape.height)
        let columns = max(left, 0)..<min(left + shape.kernelWidth, shape.width)
        let count =
          shape.countsPadding
          ? shape.kernelHeight * shape.kernelWidth : rows.count * columns.count
        for channel in 0..<shape.channels {
          var sum = DirectedSum()
          for row in rows {
            for column in columns {
              let value = source[(row * shape.width + column) * shape.channels + channel]
              sum.add(value.lower, value.upper)
            }
          }
          result.append(sum.divided(by: DirectedSum(Double(count))))
        }
      }
    }
    return result
  }
}
