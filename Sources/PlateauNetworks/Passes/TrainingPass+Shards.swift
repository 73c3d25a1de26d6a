import PlateauNumerics

// Each thread takes whole shards of examples through all layers: for weights that fit a cache, and
// for images.
extension TrainingPass {
  /// The number of shards of a batch.
  static func shardCount(_ architecture: Architecture, rows: Int) -> Int {
    (rows + architecture.shardSize - 1) / architecture.shardSize
  }

  /// The rows of a shard; images are divided evenly, since each shard is normalized by itself.
  func shard(_ task: Int) -> Range<Int> {
    let size = architecture.shardSize
    guard !architecture.isMultilayerPerceptron else {
      return task * size..<min(rows, (task + 1) * size)
    }
    let count = Self.shardCount(architecture, rows: rows)
    return task * rows / count..<(task + 1) * rows / count
  }

  func runShard(_ task: Int, thread: Int) {
    guard let parameters else { return }
    let range = shard(task)
    load(range, thread)
    shardSums[task] = ShardSums()
    prepare(parameters, thread)
    for index in architecture.stages.indices {
      forward(index, parameters, task, range, thread)
    }
    lose(range, thread, &shardSums[task])
    guard needsGradient else { return }
    for index in stride(from: architecture.stages.count - 1, through: 0, by: -1)
    where place.needsSignal[index] {
      backward(index, parameters, task, range, thread)
    }
  }

  private func prepare(_ parameters: UnsafePointer<Element>, _ thread: Int) {
    let seat = seats[thread]
    guard !seat.isPrepared else { return }
    engines[thread].prepare(parameters)
    engines[thread].prepareBack(parameters)
    seat.isPrepared = true
  }

  /// A value of a shard.
  func value(_ index: Int, _ range: Range<Int>, _ thread: Int) -> UnsafeMutablePointer<Element> {
    index == 0 ? inputs.row(range.lowerBound) : values[index - 1].pointer(range, thread)
  }

  // MARK: - Forward

  private func forward(
    _ index: Int, _ parameters: UnsafePointer<Element>, _ task: Int, _ range: Range<Int>,
    _ thread: Int
  ) {
    let output = values[index].pointer(range, thread)
    if let offsets = architecture.stages[index].batchStatistics {
      normalize(index, offsets, parameters, task, range, thread)
      activate(index, parameters, output, 0..<range.count, range, thread, &shardSums[task])
      return
    }
    engines[thread].run(
      index, parameters, from: { UnsafePointer(value($0, range, thread)) }, into: output,
      rows: range.count, winners: seats[thread].winners[index]
    ) { rows in
      activate(index, parameters, output, rows, range, thread, &shardSums[task])
    }
    if let map = architecture.stages[index].nonlinear, map.saturates {
      shardSums[task].attentionPenalty += map.complement(
        UnsafePointer(output), rows: range.count)
    }
  }

  /// Adds the bias to some rows of what a stage has made, and applies its nonlinearity.
  private func activate(
    _ index: Int, _ parameters: UnsafePointer<Element>, _ output: UnsafeMutablePointer<Element>,
    _ rows: Range<Int>, _ range: Range<Int>, _ thread: Int, _ sums: inout ShardSums
  ) {
    let stage = architecture.stages[index]
    guard stage.needsFinish else { return }
    let offset = rows.lowerBound * stage.outputs
    activate(
      stage, parameters, output + offset, rows.count,
      slopes: stage.hidden.map { slopes[$0].pointer(range, thread) + offset }, &sums)
  }

  func activate(
    _ stage: Stage, _ parameters: UnsafePointer<Element>, _ output: UnsafeMutablePointer<Element>,
    _ rows: Int, slopes: UnsafeMutablePointer<Element>?, _ sums: inout ShardSums
  ) {
    let bias = stage.bias.map { parameters + $0 } ?? UnsafePointer(zeros.pointer)
    let (count, columns) = (rows * stage.pixels, stage.output.channels)
    guard let hidden = stage.hidden, let slopes else {
      return kernels.activate(
        Activation?.none.kernel, rows: count, columns: columns, sums: output, bias: bias)
    }
    var penalty = 0.0
    kernels.activateSlope(
      stage.activation.kernel, rows: count, columns: columns, sums: output, bias: bias,
      slope: slopes, complement: &penalty, saturated: &sums.saturated)
    sums.penalty += penalty
    sums.weightedPenalty += penalty * Double(penaltyWeights[hidden])
  }

  /// Takes the loss of the logits, and its gradient.
  func lose(_ range: Range<Int>, _ thread: Int, _ sums: inout ShardSums) {
    let classes = architecture.classCount
    let count = range.count
    let scores = logits.row(range.lowerBound)
    let losses = losses.row(range.lowerBound)
    kernels.crossEntropy(
      rows: count, classes: classes, logits: scores, labels: labels + range.lowerBound,
      weight: crossEntropyWeight / Element(rows),
      gradient: signals[signals.count - 1].pointer(range, thread), losses: losses)
    kernels.argmax(rows: count, classes: classes, logits: scores, into: winners + range.lowerBound)
    for row in 0..<range.count {
      sums.crossEntropy += Double(losses[row])
      let absolute = range.lowerBound + row
      // The first of the largest may be one of several.
      guard winners[absolute] == labels[absolute] else { continue }
      let label = Int(labels[absolute])
      let own = scores + row * architecture.classCount
      if Decision.wins(label, among: own, classes: architecture.classCount) { sums.correct += 1 }
    }
  }

  // MARK: - Backward

  private func backward(
    _ index: Int, _ parameters: UnsafePointer<Element>, _ task: Int, _ range: Range<Int>,
    _ thread: Int
  ) {
    let stage = architecture.stages[index]
    let signal = signals[index].pointer(range, thread)
    weaken(index, range, thread)
    if attentionWeight != 0, let map = stage.nonlinear, map.saturates {
      map.addComplement(
        weight: (attentionWeight / Element(rows)).widened,
        UnsafePointer(values[index].pointer(range, thread)), to: signal, rows: range.count)
    }
    if let offsets = stage.batchStatistics {
      normalizeBack(index, offsets, parameters, signal, task, range, thread)
    }
    for part in stage.sources.indices {
      let source = stage.sources[part]
      let target =
        source > 0 && place.needsSignal[source - 1]
        ? signals[source - 1].pointer(range, thread) : nil
      let adds = place.adds[index][part]
      let room = adds && target != nil ? seats[thread].spare.pointer : target
      if stage.batchStatistics != nil {
        room?.update(from: signal, count: range.count * stage.outputs)
      } else if let partial = partials[index] {
        passBack(index, partial, signal, into: room, task, range, thread)
      } else if let map = stage.nonlinear, let room {
        var flushed: Int64 = 0
        engines[thread].back(
          map, index, part: part, signal, from: { UnsafePointer(value($0, range, thread)) },
          into: room, rows: range.count, flushed: &flushed)
      } else if let room {
        engines[thread].back(
          index, part: part, parameters, signal, into: room, rows: range.count,
          winners: seats[thread].winners[index].map { UnsafePointer($0) })
      }
      if let target, adds, let room {
        // Sources can differ in size.
        let width = architecture.stages[source - 1].outputs
        images.add(count: range.count * width, room, to: target)
      }
    }
  }

  /// Adds the penalty to the signals of a hidden layer and multiplies them by its slopes.
  func weaken(_ index: Int, _ range: Range<Int>, _ thread: Int) {
    let stage = architecture.stages[index]
    guard let hidden = stage.hidden else { return }
    kernels.backwardPenalty(
      stage.activation.kernel, count: range.count * stage.outputs,
      signal: signals[index].pointer(range, thread),
      activation: values[index].pointer(range, thread),
      slope: slopes[hidden].pointer(range, thread), weight: penaltyWeights[hidden] / Element(rows))
  }
}
