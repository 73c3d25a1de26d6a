import PlateauData
import PlateauGeometry
import PlateauNetworks
public import PlateauNumerics

/// The three experiments on linear classifiers, whose robustness is known exactly.
///
/// ```swift
/// let study = LinearStudy(LinearPlan(isQuick: true))
/// if let record = try study.run(on: data, workers: workers) {
///   for experiment in record.gaussian { print(experiment.line?.rSquared ?? 0) }
/// }
/// ```
public struct LinearStudy: Sendable {
  private let plan: LinearPlan

  /// Prepares the experiments of a plan.
  public init(_ plan: LinearPlan) {
    self.plan = plan
  }

  /// The number of parts that it tells of.
  public var parts: Int {
    2 + plan.ranked.shapes.count + plan.sparse.penalties.count { $0 != 0 }
  }

  /// Trains and measures.
  ///
  /// - Parameters:
  ///   - data: The examples to train on and to test on; at least one of each.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - observe: Receives what is being done, and returns whether to go on.
  /// - Returns: The record; nil where the observer stopped it.
  /// - Throws: `TrainingError` where the plan is out of range or training diverges,
  ///   `ExperimentError` where there are no test examples.
  public func run(
    on data: StudyData, workers: Workers, observe: @escaping (String) -> Bool = { _ in true }
  ) throws -> LinearRecord? {
    let clock = ContinuousClock()
    let begin = clock.now
    let training = data.training.prefix(plan.training.examples ?? data.training.count)
    let test = data.test.prefix(plan.testExamples ?? data.test.count)
    guard !test.isEmpty else {
      throw ExperimentError(
        .mismatch,
        "The dataset '\(data.name)' has no test examples. Give data to measure on.")
    }
    guard observe("two Gaussian classes") else { return nil }
    let gaussian = GaussianClasses(plan: plan.gaussian).experiments(seed: plan.seed)
    let measurement = LinearMeasurement(test: test, workers: workers)
    do {
      func trained(_ penalty: Double) throws -> Network<Double> {
        let regression = SoftmaxRegression(
          plan: plan.training, seed: plan.seed, training: training, workers: workers,
          observe: { observe("softmax regression, λ \(penalty)") })
        return try regression.trained(penalty: penalty)
      }
      let dense = try trained(0)
      let ranked = try ranked(dense, measurement, observe)
      let sparse = try ([0] + plan.sparse.penalties).map { penalty in
        measurement.points(
          penalty == 0 ? dense : try trained(penalty), epsilons: plan.sparse.epsilons,
          penalty: penalty)
      }
      return LinearRecord(
        plan: plan, trainingExamples: training.count, testExamples: test.count,
        gaussian: gaussian, ranked: experiments(plan.ranked.epsilons, ranked),
        sparse: experiments(plan.sparse.epsilons, sparse),
        seconds: (clock.now - begin) / .seconds(1))
    } catch is SoftmaxRegression.Interrupted {
      return nil
    }
  }

  /// An experiment for each epsilon, from the points of each classifier.
  private func experiments(
    _ epsilons: [Double], _ classifiers: [[LinearPoint]]
  ) -> [LinearExperiment] {
    let described = classifiers.filter { !$0.isEmpty }
    return epsilons.enumerated().map { place, epsilon in
      LinearExperiment(epsilon: epsilon, points: described.map { $0[place] })
    }
  }

  /// The network with its weights replaced by draws of every shape.
  private func ranked(
    _ network: Network<Double>, _ measurement: LinearMeasurement,
    _ observe: (String) -> Bool
  ) throws -> [[LinearPoint]] {
    let weights = network.architecture.layout.tensors[0].range
    var points: [[LinearPoint]] = []
    for (place, shape) in plan.ranked.shapes.enumerated() {
      guard observe("ranked weights, β \(shape)") else { throw SoftmaxRegression.Interrupted() }
      for draw in 0..<plan.ranked.draws {
        var generator = SeededGenerator(
          seed: plan.seed, purpose: "ranked weights", index: place * plan.ranked.draws + draw)
        let ranks = RankedWeights(Array(network.parameters[weights]), using: &generator)
        let draws = GeneralizedNormal(shape: shape).samples(weights.count, using: &generator)
        var replaced = network
        replaced.parameters.replaceSubrange(weights, with: ranks.replaced(by: draws))
        points.append(
          measurement.points(replaced, epsilons: plan.ranked.epsilons, shape: shape))
      }
    }
    return points
  }
}
