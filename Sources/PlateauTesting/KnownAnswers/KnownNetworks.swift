import PlateauNetworks
import PlateauNumerics
import PlateauTraining

/// The networks of the known answers, each trained within a second.
enum KnownNetworks {
  static func trained(
    _ activation: Activation, widths: [Int] = [32, 16], epochs: Int = 30,
    penalty: SaturationPenalty? = nil, certified: CertifiedTraining? = nil
  ) throws -> Network<Double> {
    let architecture = try Architecture.multilayerPerceptron(
      input: KnownData.shape, widths: widths, activation: activation,
      classes: KnownData.classCount)
    var generator = SeededGenerator(seed: 3, purpose: "initialize")
    let start = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    let plan = TrainingPlan(
      epochs: epochs, batchSize: 32, optimizer: .adam(rate: 0.01), penalty: penalty,
      certified: certified)
    let trainer = try Trainer(
      start, plan: plan, training: KnownData.training, workers: Workers(threads: 1))
    while try trainer.step() != nil {}
    return Network<Double>(trainer.selectedNetwork)
  }

  /// Sigmoids pushed onto their flat parts by the penalty of training.
  static func saturated() throws -> Network<Double> {
    let schedule = try PenaltySchedule(maximum: 0.05, step: 5e-5)
    return try trained(.sigmoid, epochs: 60, penalty: SaturationPenalty(schedule: schedule))
  }

  /// ReLU trained on what interval bounds allow.
  static func intervalTrained() throws -> Network<Double> {
    try trained(
      .relu, epochs: 40, certified: try CertifiedTraining(epsilon: 0.02, start: 2, warmup: 20))
  }

  /// A linear classifier behind steps made of two layers of ReLU.
  ///
  /// For each pair of classes p = ReLU(g(z_k − z_j)) and q = ReLU(1 − p): 0 where k is ahead by 1/g,
  /// 1 where it is behind, and flat on both sides. The logit of k is minus the sum of its q, so that
  /// decisions are those of z, but only inside thin slabs is there a gradient.
  static func steps(gain: Double) throws -> Network<Double> {
    let linear = try trained(.relu, widths: [])
    let classes = KnownData.classCount
    let features = KnownData.shape.count
    let pairs = (0..<classes).flatMap { k in
      (0..<classes).filter { $0 != k }.map { (k, $0) }
    }
    let architecture = try Architecture.multilayerPerceptron(
      input: KnownData.shape, widths: [pairs.count, pairs.count], activation: .relu,
      classes: classes)
    let weights = Array(linear[linear.architecture.layout.tensors[0]])
    let biases = Array(linear[linear.architecture.layout.tensors[1]])
    var parameters: [Double] = []
    for (own, other) in pairs {
      parameters += (0..<features).map {
        gain * (weights[own * features + $0] - weights[other * features + $0])
      }
    }
    parameters += pairs.map { gain * (biases[$0.0] - biases[$0.1]) }
    for row in pairs.indices { parameters += pairs.indices.map { $0 == row ? -1 : 0 } }
    parameters += pairs.map { _ in 1 }
    for own in 0..<classes { parameters += pairs.map { $0.0 == own ? -1 : 0 } }
    parameters += [Double](repeating: 0, count: classes)
    return try Network(architecture, parameters: parameters)
  }
}
