import PlateauNumerics

// Each thread takes whole shards of examples through all layers: for weights that fit a cache.
extension TrainingPass {
  func runShard(_ task: Int, thread: Int) {
    guard let parameters else { return }
    let range = shard(task)
    load(range, thread)
    shardSums[task] = ShardSums()
    let stages = architecture.stages
    for index in stages.indices {
      let stage = stages[index]
      kernels.gemm(
        source(of: index).row(range.lowerBound), parameters + stage.weight,
        output(of: index).row(range.lowerBound),
        ProductShape(m: range.count, n: stage.outputs, k: stage.inputs, transposesB: true))
      activate(index, parameters, range, &shardSums[task])
    }
    lose(range, &shardSums[task])
    for index in stride(from: stages.count - 1, to: 0, by: -1) {
      let stage = stages[index]
      kernels.gemm(
        signals[index].row(range.lowerBound), parameters + stage.weight,
        signals[index - 1].row(range.lowerBound),
        ProductShape(m: range.count, n: stage.inputs, k: stage.outputs))
      weaken(index - 1, range)
    }
  }

  /// The rows of a shard.
  func shard(_ task: Int) -> Range<Int> {
    task * Self.shardSize..<min(rows, (task + 1) * Self.shardSize)
  }

  /// What a stage takes.
  func source(of stage: Int) -> RowBuffer<Element> {
    stage == 0 ? inputs : activations[stage - 1]
  }

  /// Where a stage's products go.
  func output(of stage: Int) -> RowBuffer<Element> {
    stage < activations.count ? activations[stage] : logits
  }

  /// Adds the bias to the products of a stage and applies its nonlinearity.
  func activate(
    _ index: Int, _ parameters: UnsafePointer<Element>, _ range: Range<Int>,
    _ sums: inout ShardSums
  ) {
    let stage = architecture.stages[index]
    let output = output(of: index).row(range.lowerBound)
    let bias = parameters + stage.bias
    let count = Int64(range.count)
    guard index < activations.count else {
      return kernels.activate(0, count, Int64(stage.outputs), output, bias)
    }
    var penalty = 0.0
    kernels.activateSlope(
      stage.activation?.kernel ?? 0, count, Int64(stage.outputs), output, bias,
      slopes[index].row(range.lowerBound), &penalty, &sums.saturated)
    sums.penalty += penalty
    sums.weightedPenalty += penalty * Double(penaltyWeights[index])
  }

  /// Takes the loss of the logits, and its gradient.
  func lose(_ range: Range<Int>, _ sums: inout ShardSums) {
    let classes = Int64(architecture.classCount)
    let count = Int64(range.count)
    let scores = logits.row(range.lowerBound)
    let losses = losses.row(range.lowerBound)
    kernels.crossEntropy(
      count, classes, scores, labels + range.lowerBound, 1 / Element(rows),
      signals[signals.count - 1].row(range.lowerBound), losses)
    kernels.argmax(count, classes, scores, winners + range.lowerBound)
    for row in 0..<range.count {
      sums.crossEntropy += Double(losses[row])
      let absolute = range.lowerBound + row
      if winners[absolute] == labels[absolute] { sums.correct += 1 }
    }
  }

  /// Adds the penalty to the signals of a hidden layer and multiplies them by its slopes.
  func weaken(_ hidden: Int, _ range: Range<Int>) {
    let stage = architecture.stages[hidden]
    kernels.backwardPenalty(
      stage.activation?.kernel ?? 0, Int64(range.count * stage.outputs),
      signals[hidden].row(range.lowerBound), activations[hidden].row(range.lowerBound),
      slopes[hidden].row(range.lowerBound), penaltyWeights[hidden] / Element(rows))
  }
}
