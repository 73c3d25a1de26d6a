import PlateauNumerics

// Each thread takes whole shards of boxes through all layers, and back.
extension IntervalTrainingPass {
  typealias Out = UnsafeMutablePointer<Element>

  /// The rows of a shard.
  func shard(_ task: Int) -> Range<Int> {
    let count = TrainingPass<Element>.shardCount(architecture, rows: rows)
    return task * rows / count..<(task + 1) * rows / count
  }

  func runShard(_ task: Int, thread: Int) {
    guard let parameters, let inputs else { return }
    let range = shard(task)
    let seat = seats[thread]
    prepare(seat, parameters)
    shardSums[task] = BoundSums()
    let features = architecture.input.count
    intervals.ball(
      count: range.count * features, around: inputs + range.lowerBound * features,
      epsilon: Element(objective.epsilon), lower: Element(objective.lower),
      upper: Element(objective.upper), center: inputCenters.pointer(range, thread),
      radius: inputRadii.pointer(range, thread))
    let stages = architecture.stages
    for index in 0..<stages.count - 1 { forward(index, seat, task, range, thread) }
    lose(seat, task, range, thread)
    let inputRadius = meanInputRadius(range, thread)
    if !goesBack {
      // The costs are wanted in any case.
      for index in stages.indices { _ = balance(index, task, range, thread, inputRadius) }
      return
    }
    for index in stride(from: stages.count - 1, through: 0, by: -1)
    where place.needsSignal[index] {
      backward(index, seat, task, range, thread, inputRadius)
    }
  }

  private func prepare(
    _ seat: IntervalTrainingSeat<Element>, _ parameters: UnsafePointer<Element>
  ) {
    guard !seat.isPrepared else { return }
    seat.engine.prepare(parameters)
    seat.magnitudes.prepare(magnitudes.pointer)
    if goesBack {
      seat.engine.prepareBack(parameters)
      seat.magnitudes.prepareBack(magnitudes.pointer)
    }
    seat.isPrepared = true
  }

  /// The box of a value of a shard.
  func box(_ index: Int, _ range: Range<Int>, _ thread: Int) -> (center: Out, radius: Out) {
    index == 0
      ? (inputCenters.pointer(range, thread), inputRadii.pointer(range, thread))
      : (centers[index - 1].pointer(range, thread), radii[index - 1].pointer(range, thread))
  }

  // MARK: - Forward

  private func forward(
    _ index: Int, _ seat: IntervalTrainingSeat<Element>, _ task: Int, _ range: Range<Int>,
    _ thread: Int
  ) {
    guard let parameters else { return }
    let stage = architecture.stages[index]
    let rows = range.count
    let output = box(index + 1, range, thread)
    switch stage.operation {
    case .linear:
      seat.engine.run(
        index, parameters, from: { UnsafePointer(box($0, range, thread).center) },
        into: output.center, rows: rows, winners: nil
      ) { _ in }
      seat.magnitudes.run(
        index, magnitudes.pointer, from: { UnsafePointer(box($0, range, thread).radius) },
        into: output.radius, rows: rows, winners: nil
      ) { _ in }
    case .maximum(let pooling):
      let source = box(stage.source, range, thread)
      let (low, high) = (seat.spares[0].pointer, seat.spares[1].pointer)
      low.update(from: source.center, count: rows * stage.inputs)
      high.update(from: source.radius, count: rows * stage.inputs)
      intervals.toEnds(count: rows * stage.inputs, factor: 1, first: low, second: high)
      pooling.apply(
        low, into: output.center, winners: seat.lowerSeat.winners[index], rows: 0..<rows)
      pooling.apply(
        high, into: output.radius, winners: seat.upperSeat.winners[index], rows: 0..<rows)
      intervals.toCenters(
        count: rows * stage.outputs, factor: 0.5, first: output.center, second: output.radius)
    // Refused before training begins.
    case .nonlinear: break
    }
    activate(index, parameters, output, task, range, thread)
  }

  /// Adds the bias to what a stage has made, and applies its nonlinearity.
  private func activate(
    _ index: Int, _ parameters: UnsafePointer<Element>, _ output: (center: Out, radius: Out),
    _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    let stage = architecture.stages[index]
    guard stage.needsFinish else { return }
    let bias = stage.bias.map { parameters + $0 } ?? UnsafePointer(zeros.pointer)
    let (count, columns) = (range.count * stage.pixels, stage.output.channels)
    guard let activation = stage.activation else {
      return kernels.activate(
        Activation?.none.kernel, rows: count, columns: columns, sums: output.center, bias: bias)
    }
    intervals.activate(
      activation.kernel, rows: count, columns: columns, center: output.center,
      radius: output.radius, bias: bias, lower: lowers[index].pointer(range, thread),
      upper: uppers[index].pointer(range, thread),
      slopeLower: lowerSlopes[index].pointer(range, thread),
      slopeUpper: upperSlopes[index].pointer(range, thread), complement: &shardSums[task].penalty)
  }

  /// Takes the loss of the worst logits, and its gradient.
  private func lose(
    _ seat: IntervalTrainingSeat<Element>, _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    guard let parameters, let labels else { return }
    let last = architecture.stages.count - 1
    let stage = architecture.stages[last]
    let (count, classes) = (range.count, stage.outputs)
    let source = box(stage.source, range, thread)
    let worst = centers[last].pointer(range, thread)
    let labelled = labels + range.lowerBound
    seat.engine.run(
      last, parameters, from: { _ in UnsafePointer(source.center) }, into: worst,
      rows: range.count, winners: nil
    ) { _ in }
    if let weight = stage.weight, let bias = stage.bias {
      intervals.margins(
        rows: count, classes: classes, inputs: stage.inputs, weights: parameters + weight,
        bias: parameters + bias, labels: labelled, radius: source.radius, logits: worst)
    } else {
      let radius = radii[last].pointer(range, thread)
      seat.magnitudes.run(
        last, magnitudes.pointer, from: { _ in UnsafePointer(source.radius) }, into: radius,
        rows: range.count, winners: nil
      ) { _ in }
      takeMargins(worst, radius, labelled, rows: range.count, classes: stage.outputs)
    }
    let losses = losses.row(range.lowerBound)
    kernels.crossEntropy(
      rows: count, classes: classes, logits: worst, labels: labelled,
      weight: Element(objective.crossEntropyWeight) / Element(rows),
      gradient: centerSignals[last].pointer(range, thread), losses: losses)
    if stage.weight == nil { takeMarginSignals(labelled, range, thread) }
    for row in 0..<range.count {
      shardSums[task].crossEntropy += Double(losses[row])
      let own = worst + row * stage.outputs
      // That of the label is 0; any number that is not below it may win.
      var isRight = true
      for other in 0..<stage.outputs where other != Int(labelled[row]) && !(own[other] < 0) {
        isRight = false
      }
      if isRight { shardSums[task].correct += 1 }
    }
  }
}
