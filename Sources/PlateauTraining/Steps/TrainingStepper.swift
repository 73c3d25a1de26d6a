import PlateauNetworks
import PlateauNumerics

/// Takes single optimizer steps on a network, without allocating after the first.
///
/// The parameters and the optimizer's moments after a step are the same bits for any number of
/// threads.
final class TrainingStepper<Element: Scalar> {
  let architecture: Architecture
  let parameters: RowBuffer<Element>
  let optimizer: OptimizerState<Element>
  let pass: TrainingPass<Element>
  /// The pass of bounds; nil unless training is certified.
  let bounds: IntervalTrainingPass<Element>?
  /// The number of steps taken.
  private(set) var step = 0

  private var penaltyWeights: [Element]
  private lazy var consume: (WeightTile, UnsafePointer<Element>, UnsafePointer<Element>) -> Void = {
    [unowned self] tile, weights, biases in
    optimizer.update(parameters.pointer, tile.weights, gradient: weights, decays: true)
    optimizer.update(parameters.pointer, tile.biases, gradient: biases, decays: false)
  }

  init(
    _ network: Network<Element>, optimizer: Optimizer, capacity: Int, workers: Workers,
    step: Int = 0, isCertified: Bool = false
  ) {
    architecture = network.architecture
    parameters = RowBuffer(capacity: 1, columns: network.parameters.count)
    parameters.load(
      Matrix(rows: 1, columns: network.parameters.count, elements: network.parameters),
      rows: 0..<1)
    self.optimizer = OptimizerState(optimizer, parameterCount: network.parameters.count)
    pass = TrainingPass(architecture, capacity: capacity, workers: workers)
    let bounds =
      isCertified
      ? IntervalTrainingPass<Element>(architecture, capacity: capacity, workers: workers) : nil
    self.bounds = bounds
    if let bounds {
      pass.addGradient = { tile, weights, biases, thread in
        bounds.addGradient(of: tile, to: weights, biases, thread: thread)
      }
    }
    penaltyWeights = Array(repeating: 0, count: architecture.hiddenWidths.count)
    self.step = step
  }

  /// Takes a step, unless the loss is not finite.
  ///
  /// - Parameters:
  ///   - rows: The number of rows in the batch.
  ///   - unitWeight: The factor of each hidden unit's complementary function.
  ///   - attentionWeight: That of each weight of softmaxes inside.
  ///   - rateScale: The factor on the optimizer's rate.
  ///   - crossEntropyWeight: The factor of the cross-entropy.
  ///   - objective: What is asked of the bounds, where training is certified.
  ///   - load: Fills the inputs and labels of the pass for a range of rows.
  /// - Returns: The statistics of the batch, and of its bounds, before the step.
  func takeStep(
    rows: Int, unitWeight: Double, attentionWeight: Double = 0, rateScale: Double = 1,
    crossEntropyWeight: Double = 1,
    objective: BoundObjective? = nil, load: @escaping (Range<Int>, Int) -> Void
  ) -> (examples: BatchStatistics, bounds: BoundStatistics?) {
    for index in penaltyWeights.indices { penaltyWeights[index] = Element(unitWeight) }
    let statistics = pass.propagate(
      parameters.pointer, rows: rows, penaltyWeights: penaltyWeights,
      attentionWeight: Element(attentionWeight), crossEntropyWeight: Element(crossEntropyWeight),
      load: load)
    var found: BoundStatistics?
    if let bounds, let objective {
      found = bounds.propagate(
        parameters.pointer, inputs: pass.inputs.pointer, labels: pass.labels, rows: rows,
        objective: objective)
    }
    guard statistics.loss.isFinite, found?.loss.isFinite ?? true else {
      return (statistics, found)
    }
    step += 1
    optimizer.begin(step: step, rateScale: rateScale)
    pass.forEachGradientTile(consume)
    pass.updateRunningMeans(parameters.pointer)
    return (statistics, found)
  }

  /// The parameters, copied.
  var snapshot: [Element] {
    Array(UnsafeBufferPointer(start: parameters.pointer, count: parameters.columns))
  }

  /// The network as it is.
  var network: Network<Element> {
    Network(architecture, unchecked: snapshot)
  }

  /// Whether every parameter and every moment is finite.
  var isFinite: Bool {
    let moments = optimizer.moments
    let kernels = Element.kernels
    return kernels.allFinite(count: parameters.columns, of: parameters.pointer)
      && kernels.allFinite(count: moments.capacity * moments.columns, of: moments.pointer)
  }
}
