import CPlateauKernels
import PlateauNumerics

// The way back of the signals of a shard.
extension IntervalTrainingPass {
  func backward(
    _ index: Int, _ seat: IntervalTrainingSeat<Element>, _ task: Int, _ range: Range<Int>,
    _ thread: Int, _ inputRadius: Double
  ) {
    guard let parameters else { return }
    let stage = architecture.stages[index]
    let signal = signals(index, range, thread)
    weaken(index, signal, task, range, thread, inputRadius)
    for part in stage.sources.indices {
      let source = stage.sources[part]
      let target =
        source > 0 && place.needsSignal[source - 1] ? signals(source - 1, range, thread) : nil
      let adds = place.adds[index][part]
      let room = target.map {
        adds ? (center: seat.spares[0].pointer, radius: seat.spares[1].pointer) : $0
      }
      if index == architecture.stages.count - 1, stage.weight != nil {
        if let room { marginsBack(stage, seat, signal.center, into: room, range) }
      } else if let center = centerPartials[index], let radius = radiusPartials[index] {
        passBack(index, seat, signal, into: room, center, radius, task, range, thread)
      } else if let room {
        pass(index, part: part, seat, parameters, signal, into: room, rows: range.count)
      }
      if let target, adds {
        // Sources can differ in size.
        let count = range.count * architecture.stages[source - 1].outputs
        images.add(count: count, seat.spares[0].pointer, to: target.center)
        images.add(count: count, seat.spares[1].pointer, to: target.radius)
      }
    }
  }

  private func signals(
    _ index: Int, _ range: Range<Int>, _ thread: Int
  ) -> (center: Out, radius: Out) {
    (centerSignals[index].pointer(range, thread), radiusSignals[index].pointer(range, thread))
  }

  /// Takes signals back through a nonlinearity, and adds those of penalty and balance.
  private func weaken(
    _ index: Int, _ signal: (center: Out, radius: Out), _ task: Int, _ range: Range<Int>,
    _ thread: Int, _ inputRadius: Double
  ) {
    let stage = architecture.stages[index]
    guard let activation = stage.activation else { return }
    let lower = lowers[index].pointer(range, thread)
    let upper = uppers[index].pointer(range, thread)
    let count = range.count * stage.outputs
    intervals.backward(
      activation.kernel, count: count, center: signal.center, radius: signal.radius, lower: lower,
      upper: upper, slopeLower: lowerSlopes[index].pointer(range, thread),
      slopeUpper: upperSlopes[index].pointer(range, thread),
      weight: Element(objective.penaltyWeight) / Element(rows))
    guard var pull = balance(index, task, range, thread, inputRadius) else { return }
    intervals.pull(
      count: count, lower: lower, upper: upper, by: &pull, center: signal.center,
      radius: signal.radius)
  }

  /// Adds the cost of a layer's balance, and gives its gradient; nil without a weight.
  func balance(
    _ index: Int, _ task: Int, _ range: Range<Int>, _ thread: Int, _ inputRadius: Double
  ) -> plateau_interval_pull? {
    let stage = architecture.stages[index]
    guard objective.regularization > 0, let activation = stage.activation else { return nil }
    var sums = plateau_interval_sums()
    let count = range.count * stage.outputs
    intervals.sums(
      count: count, lower: lowers[index].pointer(range, thread),
      upper: uppers[index].pointer(range, thread), into: &sums)
    // A shard counts by its examples, a layer as one of all.
    let share = Double(range.count) / Double(activeLayers)
    let balance = BoundBalance(
      sums, count: count, inputRadius: inputRadius, isReLU: activation == .relu,
      weight: objective.regularization * share / Double(rows))
    shardSums[task].regularization += balance.cost * share
    return balance.pull
  }

  func meanInputRadius(_ range: Range<Int>, _ thread: Int) -> Double {
    guard objective.regularization > 0 else { return 0 }
    let count = range.count * architecture.input.count
    let radius = inputRadii.pointer(range, thread)
    var sums = plateau_interval_sums()
    // The interval from a number to itself has its value as center.
    intervals.sums(count: count, lower: radius, upper: radius, into: &sums)
    return sums.center / Double(count)
  }

  private func pass(
    _ index: Int, part: Int, _ seat: IntervalTrainingSeat<Element>,
    _ parameters: UnsafePointer<Element>, _ signal: (center: Out, radius: Out),
    into room: (center: Out, radius: Out), rows: Int
  ) {
    let stage = architecture.stages[index]
    let isPooled = stage.maximum != nil
    if isPooled {
      intervals.toEnds(
        count: rows * stage.outputs, factor: 0.5, first: signal.center, second: signal.radius)
    }
    seat.engine.back(
      index, part: part, parameters, signal.center, into: room.center, rows: rows,
      winners: seat.lowerSeat.winners[index].map { UnsafePointer($0) })
    // Those of the upper ends, or of radii.
    seat.magnitudes.back(
      index, part: part, magnitudes.pointer, signal.radius, into: room.radius, rows: rows,
      winners: seat.upperSeat.winners[index].map { UnsafePointer($0) })
    if isPooled {
      intervals.toCenters(
        count: rows * stage.inputs, factor: 1, first: room.center, second: room.radius)
    }
  }

  private func marginsBack(
    _ stage: Stage, _ seat: IntervalTrainingSeat<Element>, _ signal: Out,
    into room: (center: Out, radius: Out), _ range: Range<Int>
  ) {
    guard let parameters, let labels, let weight = stage.weight else { return }
    // The signals of a row add up to 0: those of the differences are those of the logits.
    seat.engine.back(
      architecture.stages.count - 1, parameters, signal, into: room.center, rows: range.count,
      winners: nil)
    intervals.marginsBack(
      rows: range.count, classes: stage.outputs, inputs: stage.inputs, weights: parameters + weight,
      labels: labels + range.lowerBound, signal: signal, into: room.radius)
  }

  /// The gradients of a stage's parameters and, where there is room, of its box.
  private func passBack(
    _ index: Int, _ seat: IntervalTrainingSeat<Element>, _ signal: (center: Out, radius: Out),
    into room: (center: Out, radius: Out)?, _ center: PartialGradients<Element>,
    _ radius: PartialGradients<Element>, _ task: Int, _ range: Range<Int>, _ thread: Int
  ) {
    let stage = architecture.stages[index]
    let source = box(stage.source, range, thread)
    center.weights.row(task).clear(count: center.weights.columns)
    radius.weights.row(task).clear(count: radius.weights.columns)
    seat.engine.back(
      index, signal.center, source: source.center, into: room?.center,
      addingTo: center.weights.row(task), rows: range.count)
    seat.magnitudes.back(
      index, signal.radius, source: source.radius, into: room?.radius,
      addingTo: radius.weights.row(task), rows: range.count)
    guard stage.bias != nil else { return }
    let channels = stage.output.channels
    kernels.columnSums(
      rows: range.count * stage.pixels, columns: channels, of: signal.center, stride: channels,
      into: center.biases.row(task))
  }
}
