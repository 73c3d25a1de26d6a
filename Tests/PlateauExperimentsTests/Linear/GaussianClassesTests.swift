import PlateauGeometry
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("Two Gaussian classes")
struct GaussianClassesTests {
  private func classes(
    dimensions: Int, epsilon: Double, shapes: [Double] = [2], draws: Int = 1
  ) -> GaussianClasses {
    GaussianClasses(
      plan: LinearPlan.Gaussian(
        dimensions: dimensions, mean: 1.5, deviation: 0.8, epsilons: [epsilon], shapes: shapes,
        draws: draws))
  }

  @Test(arguments: [0, 0.2, 0.5]) func `robust accuracy is what every corner of the ball leaves`(
    epsilon: Double
  ) {
    let weights = [0.7, -1.1, 0.05, 2]
    let problem = classes(dimensions: weights.count, epsilon: epsilon)
    let norms = WeightNorms(of: weights)
    let exact = problem.robustAccuracy(normRatio: norms.ratio, epsilon: epsilon)
    let corners = (0..<1 << weights.count).map { corner in
      weights.indices.reduce(0.0) {
        $0 + (corner >> $1 & 1 == 0 ? -epsilon : epsilon) * weights[$1]
      }
    }
    var generator = SeededGenerator(seed: 4, purpose: "classes")
    let count = 20_000
    var correct = 0
    for _ in 0..<count {
      let label = generator.below(2) == 0 ? -1.0 : 1
      let score = weights.reduce(0) { sum, weight in
        let x = label * 1.5 * weight / norms.l2 + 0.8 * generator.normal()
        return sum + weight * x
      }
      if corners.allSatisfy({ label * (score + $0) > 0 }) { correct += 1 }
    }
    let share = Double(correct) / Double(count)
    #expect((share - exact).magnitude < 5 * (exact * (1 - exact) / Double(count)).squareRoot())
  }

  @Test func `points scatter about the curve that theory gives`() throws {
    let experiment = try #require(
      classes(dimensions: 784, epsilon: 0.05, shapes: [2, 1], draws: 10)
        .experiments(seed: 5).first)
    #expect(experiment.points.count == 20)
    let theory = try #require(experiment.theory)
    #expect(theory.first?.shape == 2 && theory.last?.shape == 1)
    // The variance of ‖w‖₁/(√d‖w‖₂) over d draws is v/d, by the delta method on E|X| and E X²:
    // v = 0.0451 for the normal family and 0.125 for the Laplace one; its bias is of order 1/d.
    for (shape, variance) in [(2.0, 0.0451), (1, 0.125)] {
      let family = GeneralizedNormal(shape: shape)
      for point in experiment.points where point.shape == shape {
        let tolerance = 5 * (variance / 784).squareRoot() + 1.0 / 784
        #expect((point.normRatio - family.gearyRatio).magnitude < tolerance)
        #expect(point.cleanAccuracy == StandardNormal.cumulative(1.5 / 0.8))
      }
    }
    // A wider tail gives a smaller ‖w‖₁ and more robustness, along the whole curve.
    for (lighter, heavier) in zip(theory, theory.dropFirst()) {
      #expect(heavier.excessKurtosis > lighter.excessKurtosis)
      #expect(heavier.robustAccuracy > lighter.robustAccuracy)
    }
  }

  @Test func `the experiment is the same for the same seed only`() {
    let problem = classes(dimensions: 50, epsilon: 0.1, shapes: [2, 0.5], draws: 2)
    let points = problem.experiments(seed: 1)[0].points
    #expect(points == problem.experiments(seed: 1)[0].points)
    #expect(points != problem.experiments(seed: 2)[0].points)
    #expect(Set(points.map(\.excessKurtosis)).count == 4)
  }

  @Test func `the line is that of the points`() throws {
    let points = [(0.0, 0.2), (1, 0.4), (3, 0.8)].map {
      LinearPoint(
        excessKurtosis: $0.0, normRatio: 1, sparsity: 0, cleanAccuracy: 1, robustAccuracy: $0.1)
    }
    let line = try #require(LinearExperiment(epsilon: 0.1, points: points).line)
    #expect((line.slope - 0.2).magnitude < 0x1p-50 && (line.intercept - 0.2).magnitude < 0x1p-50)
    #expect(try #require(line.rSquared) > 1 - 0x1p-50)
  }
}
