import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

@testable import PlateauCertification

/// Projected gradient descent on the least margin z_y − z_k, in double precision, from the center,
/// random corners and random points.
struct MarginDescent {
  let network: Network<Double>
  let center: [Double]
  let label: Int
  let threat: ThreatModel

  private static let starts = 12
  private static let steps = 40

  private var problem: VerificationProblem {
    VerificationProblem(
      label: label, of: network.architecture.classCount, at: center, within: threat)
  }

  /// The least margin found, rounded up: in real arithmetic some point of the ball has it, or less.
  func least(_ generator: inout SeededGenerator) -> Double {
    let width = center.count
    let classes = network.architecture.classCount
    let evaluator = network.makeEvaluator(Double.self, capacity: Self.starts)
    let inputs = RowBuffer<Double>(capacity: Self.starts, columns: width)
    let gradient = RowBuffer<Double>(capacity: Self.starts, columns: width)
    let logits = RowBuffer<Double>(capacity: Self.starts, columns: classes)
    let cotangents = RowBuffer<Double>(capacity: Self.starts, columns: classes)
    var exponents = [Int64](repeating: 0, count: Self.starts)
    for row in 0..<Self.starts {
      var point = center
      for column in 0..<width where row > 0 {
        let part =
          row % 2 == 0 ? generator.uniform(-1, 1) : generator.below(2) == 0 ? -1 : 1
        point[column] += threat.epsilon * part
      }
      inputs.row(row).update(from: inside(point), count: width)
    }
    var best: (margin: Double, point: [Double]) = (.infinity, center)
    for step in 0...Self.steps {
      evaluator.forward(inputs, rule: .stable, into: logits)
      for row in 0..<Self.starts {
        let other = (0..<classes).filter { $0 != label }.max { logits[row, $0] < logits[row, $1] }
        guard let other else { continue }
        let margin = logits[row, label] - logits[row, other]
        if margin < best.margin {
          best = (margin, Array(UnsafeBufferPointer(start: inputs.row(row), count: width)))
        }
        cotangents.row(row).update(repeating: 0, count: classes)
        (cotangents[row, label], cotangents[row, other], exponents[row]) = (1, -1, 0)
      }
      if step == Self.steps { break }
      exponents.withUnsafeMutableBufferPointer { exponents in
        guard let exponents = exponents.baseAddress else { return }
        evaluator.pullBack(cotangents, exponents: exponents, into: gradient)
      }
      let size = threat.epsilon * (0.5 * (1 - Double(step) / Double(Self.steps)) + 0.01)
      for row in 0..<Self.starts { move(inputs.row(row), gradient.row(row), by: size) }
    }
    return margin(at: best.point)
  }

  /// The least margin at a point of the ball, rounded up.
  func margin(at point: [Double]) -> Double {
    let still = ThreatModel(norm: .lInfinity, epsilon: 0, bounds: threat.bounds)
    let bounds = IntervalBounds(network).layers(
      of: Matrix(rows: 1, columns: point.count, elements: point), within: still,
      workers: Cases.workers)
    guard let last = bounds.last else { return .infinity }
    let others = last.lower.elements.indices.filter { $0 != label }
    return others.reduce(.infinity) { least, other in
      min(least, (last.upper.elements[label] - last.lower.elements[other]).nextUp)
    }
  }

  private func move(
    _ point: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, by size: Double
  ) {
    let slopes = Array(UnsafeBufferPointer(start: gradient, count: center.count))
    var next = Array(UnsafeBufferPointer(start: point, count: center.count))
    if threat.norm == .l2 {
      let length = slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0, length.isFinite else { return }
      for column in next.indices { next[column] -= size * slopes[column] / length }
    } else {
      for column in next.indices where slopes[column] != 0 {
        next[column] += slopes[column] > 0 ? -size : size
      }
    }
    point.update(from: inside(next), count: next.count)
  }

  /// The point moved into the ball and the box, in real arithmetic.
  private func inside(_ point: [Double]) -> [Double] {
    let (lower, upper) = problem.certainBox
    let clipped = point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
    guard threat.norm == .l2 else { return clipped }
    let changes = zip(clipped, center).map { $0 - $1 }
    let length = changes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let most = threat.epsilon * (1 - 0x1p-40)
    guard length > most else { return clipped }
    return zip(center, changes).map { $0 + most / length * $1 }
  }
}
