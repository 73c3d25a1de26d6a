import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining

/// The parts of a reproduction, each kept in the folder as soon as it is there.
final class ReproductionStages {
  let plan: ReproductionPlan
  let workers: Workers
  private let dataset: Dataset
  private let observe: (ReproductionProgress) -> Bool
  private let costs: [PartCost]
  private var number = 0

  init(
    plan: ReproductionPlan, dataset: Dataset, workers: Workers,
    observe: @escaping (ReproductionProgress) -> Bool
  ) {
    self.plan = plan
    self.dataset = dataset
    self.workers = workers
    self.observe = observe
    costs = plan.costs
  }

  /// The name of the dataset.
  var dataName: String { dataset.name }

  /// The number of test examples.
  var testExamples: Int { dataset.test.count }

  /// The number of examples that networks are trained on.
  var trainingExamples: Int {
    get throws { try data(for: plan.variants[0].preset, seed: plan.seed).1.training.count }
  }

  /// Begins the next part.
  ///
  /// - Returns: What tells the observer of it, and returns whether to go on.
  func begin(_ name: String) -> (ReproductionProgress.Activity) -> Bool {
    let cost = costs[number]
    let before = costs.prefix(number).reduce(0) { $0 + $1.total }
    let all = costs.reduce(0) { $0 + $1.total }
    number += 1
    var done = PartShare(cost)
    return { [number, total = costs.count, observe] activity in
      done.update(activity)
      return observe(
        ReproductionProgress(
          model: name, number: number, total: total, partShare: done.value,
          share: (before + cost.total * done.value) / all, activity: activity))
    }
  }

  /// The configuration of a preset, and the examples that it asks for.
  func data(for preset: Preset, seed: UInt64) throws -> (RunConfiguration, StudyData) {
    var configuration = try preset.configuration(isQuick: plan.isQuick)
    configuration.seed = seed
    configuration.data.source = dataset.name
    // Datasets smaller than MNIST keep as large a share of their examples to learn from.
    configuration.data.validation = min(
      configuration.data.validation, dataset.training.count / 6)
    configuration.network.patch = patch(configuration.network.patch)
    return (configuration, try StudyData(dataset, configuration.data))
  }

  /// The largest side of patches, up to a given one and half the image, of which images are made.
  private func patch(_ given: Int) -> Int {
    let (height, width) = (dataset.shape.height, dataset.shape.width)
    let largest = min(given, max(min(height, width) / 2, 1))
    return (1...largest).last { height % $0 == 0 && width % $0 == 0 } ?? 1
  }

  /// Trains a network, or reads it where it is trained.
  func train(
    _ preset: Preset, in folder: ReproductionFolder, seed: UInt64,
    _ report: @escaping (ReproductionProgress.Activity) -> Bool
  ) throws -> (network: Network<Float>, epochs: [EpochRecord], data: StudyData) {
    let (configuration, data) = try data(for: preset, seed: seed)
    let attack =
      configuration.training.needsAttack
      ? FastGradientTraining(epsilon: configuration.attackEpsilon) : nil
    let run = try TrainingRun(
      folder.run(preset), configuration: configuration, data: data, attack: attack, resumes: true,
      workers: workers)
    let outcome = try run.run { report(.training($0)) }
    guard case .finished(let network) = outcome else { throw Reproduction.Interrupted() }
    return (network, run.epochs, data)
  }

  /// What a folder holds under a name, or else what is made and put there.
  func finding<Finding: Codable>(
    _ name: String, in folder: ReproductionFolder, make: () throws -> Finding
  ) throws -> Finding {
    if let known = try folder.readFinding(name, as: Finding.self) { return known }
    let made = try make()
    try folder.writeFinding(made, name)
    return made
  }
}
