import GoldenValues
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauAttacks

@Suite("Minimization in a box")
struct BoxMinimizationTests {
  /// Minimizes ½ Σ hᵢ(xᵢ − tᵢ)² + ½ r (Σ xᵢ − s)², and gives the point and the number of evaluations.
  private func minimize(
    _ curvatures: [Double], _ targets: [Double], coupling: Double = 0
  ) -> (point: [Double], evaluations: Int) {
    let count = curvatures.count
    let shape = BoxMinimization.Shape(
      count: count, memory: 10, iterations: 1000, lower: 0, upper: 1, roundoff: 0x1p-52)
    let memory = RowBuffer<Double>(capacity: 1, columns: shape.columns)
    let progress = RowRecords(capacity: 1, initially: BoxMinimization.Progress())
    let problem = BoxMinimization(shape, progress.pointer(0), in: memory.row(0))
    problem.begin()
    let iterate = RowBuffer<Double>(capacity: 1, columns: count)
    let gradient = RowBuffer<Double>(capacity: 1, columns: count)
    for index in 0..<count { iterate[0, index] = 0.5 }
    var evaluations = 0
    while !problem.isDone {
      var value = 0.0
      let excess = (0..<count).reduce(-Double(count) / 3) { $0 + iterate[0, $1] }
      for index in 0..<count {
        let difference = iterate[0, index] - targets[index]
        value += 0.5 * curvatures[index] * difference * difference
        gradient[0, index] = curvatures[index] * difference + coupling * excess
      }
      value += 0.5 * coupling * excess * excess
      problem.advance(iterate.row(0), value: value, gradient: gradient.row(0))
      evaluations += 1
    }
    return ((0..<count).map { iterate[0, $0] }, evaluations)
  }

  private let curvatures = (0..<40).map { 1 + 0.7 * Double($0) }
  private let targets = (0..<40).map { Double(($0 * 7) % 11) / 5 - 0.6 }

  @Test func `a separable quadratic ends at its closed form`() {
    let (point, evaluations) = minimize(curvatures, targets)
    for (value, target) in zip(point, targets) {
      #expect((value - min(max(target, 0), 1)).magnitude < 1e-8)
    }
    #expect(evaluations < 500)
  }

  @Test func `a coupled quadratic ends where no value can move`() {
    let (point, _) = minimize(curvatures, targets, coupling: 3)
    let excess = point.reduce(-Double(point.count) / 3, +)
    var held = 0
    for (index, value) in point.enumerated() {
      let slope = curvatures[index] * (value - targets[index]) + 3 * excess
      if value == 0 {
        #expect(slope >= 0)
        held += 1
      } else if value == 1 {
        #expect(slope <= 0)
        held += 1
      } else {
        #expect(slope.magnitude < 1e-6)
      }
    }
    #expect(held > 5 && held < 35)
  }

  @Test func `the weight of the distance is narrowed from both sides`() {
    var search = WeightSearch(from: 0.01)
    search.narrow(succeeded: true)
    #expect(search.weight == 0.1)
    search.narrow(succeeded: false)
    #expect((search.weight - (0.001).squareRoot()).magnitude < 1e-15)
    #expect(search.tried == 2)
  }

  @Test(arguments: [Norm.lInfinity, .l2])
  func `the way to a plane is the shortest in the box`(norm: Norm) {
    let columns = 30
    var generator = SeededGenerator(seed: 4, purpose: "projection")
    let rows = RowBuffer<Double>(capacity: 3, columns: columns)
    for _ in 0..<50 {
      var limit = 0.0
      for index in 0..<columns {
        rows[0, index] = generator.uniform() < 0.4 ? 0 : generator.uniform()
        rows[1, index] = generator.normal()
        limit +=
          rows[1, index].magnitude * (rows[1, index] > 0 ? 1 - rows[0, index] : rows[0, index])
      }
      let amount = generator.uniform(0.01, 0.95) * limit
      let length = norm.ball.moveToPlane(
        from: rows.row(0), weights: rows.row(1), amount: amount, box: 0...1, count: columns,
        into: rows.row(2))
      var reached = 0.0
      var bound = 0.0
      for index in 0..<columns {
        let (weight, step) = (rows[1, index], rows[2, index])
        reached += weight * step
        #expect((0...1).contains(rows[0, index] + step))
        // What is not at a bound moves as far as the longest, in ℓ2 by its weight.
        let share = norm == .l2 ? (step / weight).magnitude : step.magnitude
        bound = max(bound, share)
      }
      #expect((reached - amount).magnitude < 1e-12 * max(1, limit))
      for index in 0..<columns {
        let (weight, step) = (rows[1, index], rows[2, index])
        let room = weight > 0 ? 1 - rows[0, index] : rows[0, index]
        let share = norm == .l2 ? (step / weight).magnitude : step.magnitude
        #expect(share > bound - 1e-9 || step.magnitude > room - 1e-12)
      }
      #expect(length > 0)
    }
  }
}
