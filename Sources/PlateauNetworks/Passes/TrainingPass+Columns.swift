import PlateauNumerics

// Each product of the whole batch is split by columns of its result, so that every thread packs
// only its part of the weights: for those that exceed a cache.
extension TrainingPass {
  /// The parts of a step between which threads wait for each other.
  enum Phase {
    case load
    case forwardProduct(Int)
    case activation(Int)
    case backwardProduct(Int)
    case weakening(Int)
  }

  /// The columns of a tile: a multiple of what a product's kernel takes at once.
  private static var tileWidth: Int { 304 }

  /// Whether a weight matrix is so large that packing it for every shard costs more than waiting.
  static func isWide(_ architecture: Architecture) -> Bool {
    architecture.isMultilayerPerceptron
      && architecture.stages.contains { $0.inputs * $0.outputs > 1 << 18 }
  }

  func runPhases(shards: Int) {
    let stages = architecture.stages
    run(.load, shards)
    for index in stages.indices {
      run(.forwardProduct(index), tileCount(stages[index].outputs))
      run(.activation(index), shards)
    }
    guard needsGradient else { return }
    for index in stride(from: stages.count - 1, to: 0, by: -1) {
      run(.backwardProduct(index), tileCount(stages[index].inputs))
      run(.weakening(index - 1), shards)
    }
  }

  private func run(_ phase: Phase, _ tasks: Int) {
    self.phase = phase
    workers.run(tasks: tasks, phaseTask)
  }

  private func tileCount(_ columns: Int) -> Int {
    (columns + Self.tileWidth - 1) / Self.tileWidth
  }

  func runPhase(_ task: Int, thread: Int) {
    guard let parameters else { return }
    switch phase {
    case .load:
      load(shard(task), thread)
      shardSums[task] = ShardSums()
    case .forwardProduct(let index): multiply(forward: index, parameters, task)
    case .activation(let index):
      let (range, stage) = (shard(task), architecture.stages[index])
      activate(
        stage, parameters, values[index].pointer(range, thread), range.count,
        slopes: stage.hidden.map { slopes[$0].pointer(range, thread) }, &shardSums[task])
      if index == architecture.stages.count - 1 { lose(range, thread, &shardSums[task]) }
    case .backwardProduct(let index): multiply(backward: index, parameters, task)
    case .weakening(let index): weaken(index, shard(task), thread)
    }
  }

  private func multiply(forward index: Int, _ parameters: UnsafePointer<Element>, _ task: Int) {
    let stage = architecture.stages[index]
    let first = task * Self.tileWidth
    kernels.gemm(
      index == 0 ? inputs.pointer : values[index - 1].pointer,
      parameters + (stage.weight ?? 0) + first * stage.inputs, into: values[index].pointer + first,
      ProductShape(
        m: rows, n: min(Self.tileWidth, stage.outputs - first), k: stage.inputs, transposesB: true,
        strideC: stage.outputs))
  }

  private func multiply(backward index: Int, _ parameters: UnsafePointer<Element>, _ task: Int) {
    let stage = architecture.stages[index]
    let first = task * Self.tileWidth
    kernels.gemm(
      signals[index].pointer, parameters + (stage.weight ?? 0) + first,
      into: signals[index - 1].pointer + first,
      ProductShape(
        m: rows, n: min(Self.tileWidth, stage.inputs - first), k: stage.outputs,
        strideB: stage.inputs, strideC: stage.inputs))
  }
}
