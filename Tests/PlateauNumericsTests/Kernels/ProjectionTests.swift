import PlateauNumerics
import Testing

@Suite("Steps inside a ball and a box")
struct ProjectionTests {
  struct Problem<Element: Scalar> {
    var point: [Element]
    let origin: [Element]
    let direction: [Element]

    init(seed: UInt64, count: Int = 97) {
      var generator = SeededGenerator(seed: seed)
      origin = (0..<count).map { _ in Element(generator.uniform()) }
      direction = (0..<count).map { _ in Element(generator.uniform(-1, 1)) }
      point = origin.map { $0 + Element(generator.uniform(-0.3, 0.3)) }
    }
  }

  func sign<Element: Scalar>(_ type: Element.Type) {
    let epsilon: Element = 0.1
    for seed in 0..<20 as Range<UInt64> {
      let problem = Problem<Element>(seed: seed)
      var point = problem.point
      let step = Element(seed) / 40
      Element.kernels.signStep(
        count: 97, point: &point, along: problem.direction, around: problem.origin, step: step,
        epsilon: epsilon, lower: 0, upper: 1)
      for (index, x) in point.enumerated() {
        let origin = problem.origin[index]
        // The ends of the ball are rounded once.
        #expect(x >= origin - epsilon && x <= origin + epsilon)
        #expect(x >= 0 && x <= 1)
        let moved = problem.point[index] + (problem.direction[index] > 0 ? step : -step)
        let least = max(0, origin - epsilon)
        #expect(x == max(least, min(moved, min(1, origin + epsilon))))
      }
    }
  }

  @Test func `a sign step stays in both, and is the clipped step`() {
    sign(Float.self)
    sign(Double.self)
  }

  @Test func `a sign step that rounds is the step along the direction widened, and rounded`() {
    for seed in 0..<20 as Range<UInt64> {
      let problem = Problem<Double>(seed: seed)
      var direction = problem.direction.map { Float($0) }
      direction[0] = 0
      direction[1] = .nan
      direction[2] = -.leastNonzeroMagnitude
      let step = Double(seed) / 40
      var expected = problem.point
      Double.kernels.signStep(
        count: 97, point: &expected, along: direction.map { Double($0) }, around: problem.origin,
        step: step, epsilon: 0.1, lower: 0, upper: 1)
      var point = problem.point
      var rounded = direction
      Float.kernels.signStepRounding(
        count: 97, point: &point, along: direction, around: problem.origin, step: step,
        epsilon: 0.1, lower: 0, upper: 1, rounded: &rounded)
      #expect(point == expected)
      #expect(rounded == expected.map { Float($0) })
    }
  }

  @Test func `a sign step does not move along a zero or what is no number`() {
    var point: [Float] = [0.5, 0.5, 0.5, 0.5, 0.5]
    Float.kernels.signStep(
      count: 5, point: &point, along: [0, -0.0, .nan, .leastNonzeroMagnitude, -.infinity],
      around: [0.5, 0.5, 0.5, 0.5, 0.5], step: 0.25, epsilon: 1, lower: 0, upper: 1)
    #expect(point == [0.5, 0.5, 0.5, 0.75, 0.25])
  }

  @Test func `clipping moves what is outside to the nearest point, and once is enough`() {
    let problem = Problem<Double>(seed: 3)
    var point = problem.point
    Double.kernels.clip(
      count: 97, point: &point, around: problem.origin, epsilon: 0.1, lower: 0, upper: 1)
    for (index, x) in point.enumerated() {
      let origin = problem.origin[index]
      #expect(x == max(max(0, origin - 0.1), min(problem.point[index], min(1, origin + 0.1))))
    }
    var again = point
    Double.kernels.clip(
      count: 97, point: &again, around: problem.origin, epsilon: 0.1, lower: 0, upper: 1)
    #expect(again == point)
    Double.kernels.clip(
      count: 97, point: &again, around: problem.origin, epsilon: 0, lower: 0, upper: 1)
    #expect(again == problem.origin)
  }

  @Test func `a step of a length has it, in the direction given`() {
    var point: [Double] = [0.5, 0.5, 0.5, 0.5]
    // Two rows; the second direction would underflow as a square.
    Double.kernels.lengthStep(
      rows: 2, columns: 2, points: &point, along: [3, -4, 3e-200, 4e-200],
      around: [0.5, 0.5, 0.5, 0.5], step: 0.25, epsilon: 1, lower: 0, upper: 1)
    for (value, expected) in zip(point, [0.65, 0.3, 0.65, 0.7]) {
      #expect(abs(value - expected) <= 2 * Double.ulpOfOne)
    }
  }

  @Test func `a step of a length ends in the Euclidean ball and the box`() {
    for seed in 0..<20 as Range<UInt64> {
      let problem = Problem<Float>(seed: seed)
      var point = problem.point
      Float.kernels.lengthStep(
        rows: 1, columns: 97, points: &point, along: problem.direction, around: problem.origin,
        step: 2, epsilon: 0.5, lower: 0, upper: 1)
      #expect(point.allSatisfy { (0...1).contains($0) })
      let square = Float.kernels.squaredDistance(count: 97, from: point, to: problem.origin)
      // Rounded to singles of size 1 in each of 97 places.
      #expect(square.squareRoot() <= 0.5 + 10 * Double(Float.ulpOfOne))
    }
    var still: [Float] = [0.5, 0.25]
    Float.kernels.lengthStep(
      rows: 1, columns: 2, points: &still, along: [0, 0], around: [0.5, 0.25], step: 1,
      epsilon: 0.1, lower: 0, upper: 1)
    #expect(still == [0.5, 0.25])
  }
}
