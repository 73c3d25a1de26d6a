import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension VerificationSearch {
  /// Looks for inputs that fulfill conjunctions in question.
  ///
  /// - Parameters:
  ///   - conjunctions: Those in question.
  ///   - isShort: Whether there is one start for each, and few steps.
  ///   - limit: When to give up.
  /// - Returns: A counterexample.
  func attack(
    _ conjunctions: [Int], isShort: Bool, until limit: Deadline
  ) -> VerificationAnswer? {
    let search = InequalityAttack(
      network: verifier.network, problem: problem, settings: settings,
      rowsBetweenLooks: verifier.bounded.rowsBetweenLooks, deadline: limit,
      isShort: isShort)
    // A single start without a bound's point is at the center.
    let others = isShort ? [center] : []
    let points = search.points(
      conjunctions, starts: conjunctions.map { starts[$0].map { [$0] } ?? others },
      workers: workers)
    for point in points where !deadline.hasPassed {
      if let found = counterexample(point) { return found }
    }
    return nil
  }

  /// The answer that the points where bounds are taken hold, if they hold one.
  func refute(_ points: [(conjunction: Int, point: [Double])]) -> VerificationAnswer? {
    guard !points.isEmpty else { return nil }
    let gaps = gaps(points)
    var closest = points.indices.filter { gaps[$0] <= Self.nearly }
    closest.sort { gaps[$0] != gaps[$1] ? gaps[$0] < gaps[$1] : $0 < $1 }
    for row in closest.prefix(4) where gaps[row] <= 0 {
      if let found = counterexample(points[row].point) { return found }
    }
    guard let row = closest.first, gaps[row] > 0 else { return nil }
    let rounded = rounded(points[row].point).map { (points[row].conjunction, $0) }
    let others = self.gaps(rounded)
    guard let best = others.indices.first(where: { others[$0] <= 0 }) else { return nil }
    return counterexample(rounded[best].1)
  }

  /// The gaps at which inequalities may hold with equality close by.
  private static var nearly: Double { 0x1p-10 }

  /// How far the conjunction of each point is from holding there.
  private func gaps(_ points: [(conjunction: Int, point: [Double])]) -> [Double] {
    let outputs = outputs(at: points.map(\.point))
    return points.enumerated().map { row, point in
      outputs.lend(from: row) { values in
        problem.conjunctions[point.conjunction].reduce(-.infinity) {
          let gap = $1.gap(values)
          return gap.isNaN ? .infinity : max($0, gap)
        }
      }
    }
  }

  /// The points of grids near a point: inequalities that hold with equality alone mostly do so
  /// where units change sides, which are round numbers if any.
  private func rounded(_ point: [Double]) -> [[Double]] {
    let (lower, upper) = problem.certainBox
    return [0x1p2, 0x1p6, 0x1p10, 0x1p16].map { scale in
      point.indices.map { index in
        min(max((point[index] * scale).rounded() / scale, lower[index]), upper[index])
      }
    }
  }

  /// The answer that an input which fulfills a conjunction exactly is, if it counts.
  ///
  /// One of double precision is preferred.
  func violation(
    at point: [Rational], margin: Rational, _ conjunction: Int
  ) -> VerificationAnswer? {
    let nearest = point.map(\.nearest)
    if let found = counterexample(nearest) { return found }
    return confirmed(
      .init(
        input: nearest, outputs: outputs(at: [nearest]).elements, conjunction: conjunction,
        margin: margin.nearest, exactInput: point.map(\.description)))
  }

  /// The answer that a point is, if it is one, or the numbers of single precision next to it.
  ///
  /// What computes in single precision takes these as they are.
  func counterexample(_ point: [Double]) -> VerificationAnswer? {
    let (lower, upper) = problem.certainBox
    let inside = point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
    let single = inside.indices.map { index in
      Self.single(inside[index], within: lower[index]...upper[index])
    }
    for input in single == inside ? [inside] : [single, inside] {
      guard let found = check.finding(at: input) else { continue }
      let answer = confirmed(
        .init(
          input: input, outputs: outputs(at: [input]).elements, conjunction: found.conjunction,
          margin: found.margin))
      if let answer { return answer }
    }
    return nil
  }

  /// The answer that a counterexample is, if it counts.
  private func confirmed(
    _ counterexample: VerificationAnswer.Counterexample
  ) -> VerificationAnswer? {
    if confirm(counterexample) { return .violated(counterexample) }
    unconfirmed = unconfirmed ?? counterexample
    return nil
  }

  /// A number of single precision next to one, within a range; the number itself where there is none.
  private static func single(_ x: Double, within range: ClosedRange<Double>) -> Double {
    let nearest = Float(x)
    guard nearest.isFinite else { return x }
    let inner = Double(nearest) < range.lowerBound ? nearest.nextUp : nearest
    let result = Double(inner) > range.upperBound ? inner.nextDown : inner
    return range.contains(Double(result)) ? Double(result) : x
  }

  /// The outputs at points, in double precision; but for the first they are no numbers where the
  /// time is up.
  func outputs(at points: [[Double]]) -> Matrix<Double> {
    let width = verifier.bounded.stages[0].inputs
    let result = RowBuffer<Double>(
      capacity: points.count, columns: verifier.bounded.lastStage.outputs)
    let size = pointsAtATime
    let inputs = RowBuffer<Double>(capacity: size, columns: width)
    let logits = RowBuffer<Double>(capacity: size, columns: result.columns)
    for first in stride(from: 0, to: points.count, by: size) {
      let part = points[first..<min(first + size, points.count)]
      if first > 0, deadline.hasPassed {
        result.row(first).update(repeating: .nan, count: (points.count - first) * result.columns)
        break
      }
      for (row, point) in part.enumerated() { inputs.row(row).update(from: point, count: width) }
      inputs.count = part.count
      evaluator.evaluate(inputs, into: logits)
      result.row(first).update(from: logits.pointer, count: part.count * result.columns)
    }
    return result.matrix()
  }
}
