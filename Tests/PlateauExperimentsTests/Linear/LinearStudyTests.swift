import Foundation
import PlateauData
import PlateauGeometry
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("Experiments on linear classifiers")
struct LinearStudyTests {
  private let data: StudyData
  private let plan: LinearPlan

  init() throws {
    data = try StudyData(SmallData.dataset(), .init(source: "small", validation: 100))
    var plan = LinearPlan(isQuick: true, seed: 3)
    plan.gaussian.dimensions = 40
    plan.ranked.draws = 2
    plan.sparse.penalties = [2e-3, 1e-2]
    plan.training = LinearPlan.Training(epochs: 4, batchSize: 32, rate: 0.3, examples: 400)
    self.plan = plan
  }

  private func run(threads: Int) throws -> LinearRecord {
    let study = LinearStudy(plan)
    var record = try #require(try study.run(on: data, workers: Workers(threads: threads)))
    record.seconds = 0
    return record
  }

  @Test func `are the same for any number of threads, and survive JSON`() throws {
    let record = try run(threads: 1)
    #expect(try record == run(threads: 3))
    let copy = try JSONDecoder().decode(
      LinearRecord.self, from: try JSONEncoder().encode(record))
    #expect(copy == record)
  }

  @Test func `have a point for each shape and draw, and for each penalty, at each epsilon`() throws
  {
    let record = try run(threads: 2)
    #expect(record.trainingExamples == 400 && record.testExamples == 200)
    let shapes = plan.gaussian.shapes.flatMap { [$0, $0] }
    for (experiments, epsilons) in [
      (record.gaussian, plan.gaussian.epsilons), (record.ranked, plan.ranked.epsilons),
      (record.sparse, plan.sparse.epsilons),
    ] {
      #expect(experiments.map(\.epsilon) == epsilons)
      for experiment in experiments {
        #expect(experiment.points.allSatisfy { $0.robustAccuracy <= $0.cleanAccuracy })
        #expect(experiment.line != nil)
      }
      // More perturbation leaves less.
      for (less, more) in zip(experiments, experiments.dropFirst()) {
        for (weak, strong) in zip(less.points, more.points) {
          #expect(weak.robustAccuracy >= strong.robustAccuracy)
          #expect(weak.excessKurtosis == strong.excessKurtosis)
        }
      }
    }
    for experiment in record.gaussian {
      #expect(experiment.points.map(\.shape) == shapes && experiment.theory?.count == 61)
    }
    for experiment in record.ranked {
      #expect(experiment.points.map(\.shape) == shapes && experiment.theory == nil)
    }
    for experiment in record.sparse {
      #expect(experiment.points.map(\.penalty) == [0, 2e-3, 1e-2] && experiment.theory == nil)
      #expect(experiment.points[0].cleanAccuracy > 0.8)
    }
  }

  @Test func `a larger penalty leaves fewer weights, whose tails are heavier`() throws {
    let points = try run(threads: 2).sparse[0].points
    #expect(points[0].sparsity < points[1].sparsity)
    #expect(points[1].sparsity < points[2].sparsity)
    #expect(points[0].excessKurtosis < points[2].excessKurtosis)
    #expect(points[0].normRatio > points[2].normRatio)
  }

  @Test func `stop where the observer says so`() throws {
    for stop in ["two Gaussian classes", "softmax regression, λ 0.002", "ranked weights, β 1.0"] {
      let study = LinearStudy(plan)
      var last = ""
      let record = try study.run(on: data, workers: Workers(threads: 1)) {
        last = $0
        return $0 != stop
      }
      #expect(record == nil && last == stop)
    }
  }

  @Test func `need test examples`() throws {
    let training = SmallData.examples(200, seed: 1)
    let dataset = Dataset(
      name: "small", training: training,
      test: .none(classCount: 3, shape: SmallData.shape))
    let empty = try StudyData(dataset, .init(source: "small", validation: 100))
    let error = #expect(throws: ExperimentError.self) {
      try LinearStudy(plan).run(on: empty, workers: Workers(threads: 1))
    }
    #expect(
      error?.message
        == "The dataset 'small' has no test examples. Give data to measure on.")
  }
}
