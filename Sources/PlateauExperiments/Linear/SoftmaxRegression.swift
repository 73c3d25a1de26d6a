import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining

/// The training of linear networks with softmax, plain or sparse.
struct SoftmaxRegression {
  /// A training was stopped by whoever watches it.
  struct Interrupted: Error {}

  let plan: LinearPlan.Training
  let seed: UInt64
  let training: Examples
  let workers: Workers
  /// Called after each step; returns whether to go on.
  let observe: () -> Bool

  /// Minimizes cross-entropy + λ‖W‖₁ by forward–backward splitting: an epoch of gradient descent on
  /// the first, then the proximal operator of the second, which subtracts rate·steps·λ from every
  /// magnitude and leaves none below 0.
  ///
  /// Unlike pruning it makes weights exactly 0 while they can still return, and its λ orders the
  /// networks from dense to sparse; that it acts once an epoch and not once a step lets the trainer
  /// be. From weights 0, those of inputs that never vary stay 0. Biases are not penalized.
  ///
  /// - Parameter penalty: The weight λ.
  /// - Returns: The network after the last epoch.
  /// - Throws: `Interrupted`, and `TrainingError` of code `diverged`.
  ///
  /// Source: J. Duchi and Y. Singer, "Efficient Online and Batch Learning using Forward Backward
  /// Splitting", 2009, sections 2 and 5.
  func trained(penalty: Double) throws -> Network<Double> {
    let architecture = try Architecture(
      input: training.shape, layers: [.dense(units: training.classCount)])
    let start = try Network<Float>(
      architecture, parameters: Array(repeating: 0, count: architecture.layout.count))
    let schedule = TrainingPlan(
      epochs: plan.epochs, batchSize: plan.batchSize, optimizer: .sgd(rate: plan.rate), seed: seed)
    var trainer = try Trainer(start, plan: schedule, training: training, workers: workers)
    let threshold = Float(plan.rate * Double(trainer.stepsPerEpoch) * penalty)
    while let progress = try trainer.step() {
      guard observe() else { throw Interrupted() }
      guard progress.finishedEpoch != nil, threshold > 0 else { continue }
      var state = trainer.state
      for tensor in architecture.layout.tensors where tensor.isWeight {
        for index in tensor.range {
          state.parameters[index] = state.parameters[index].shrunk(by: threshold)
        }
      }
      trainer = try Trainer(
        start, plan: schedule, training: training, continuing: state, workers: workers)
    }
    return Network<Double>(trainer.currentNetwork)
  }
}

extension Float {
  /// The number moved towards 0 by a threshold, and not beyond: the proximal operator of t·|x|.
  func shrunk(by threshold: Float) -> Float {
    self > threshold ? self - threshold : self < -threshold ? self + threshold : 0
  }
}
