import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Bounds of all values over a batch of domains, stage by stage: intervals, improved by going back to
/// the input, and by an ascent if there is one.
///
/// With an ascent bounds without it are there first, and the tighter of both are kept, neuron by
/// neuron: lines around tighter bounds can lead to looser ones.
final class DomainBounds {
  let workspace: BoundWorkspace
  /// Chooses lines, if they are to be optimized.
  let ascent: DualAscent?
  let settings: AlphaOptimization
  /// Bounds without an ascent, by stage.
  private let kept: [IntervalBox?]

  var network: BoundedNetwork { workspace.network }

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - settings: How lines are optimized; they are not if nil.
  ///   - capacity: The most domains.
  ///   - pairs: The pairs of rows that go back together.
  ///   - rows: The rows that are improved together; as many as memory and a deadline allow if nil.
  convenience init(
    _ network: BoundedNetwork, _ settings: AlphaOptimization?, capacity: Int, pairs: Int,
    rows: Int? = nil
  ) {
    self.init(
      BoundWorkspace(network, capacity: capacity, pairs: pairs),
      settings.map { _ in DualAscent(network, domains: capacity, rows: rows) }, settings)
  }

  /// Takes the memory of domains, and of an ascent.
  init(_ workspace: BoundWorkspace, _ ascent: DualAscent?, _ settings: AlphaOptimization? = nil) {
    let network = workspace.network
    self.workspace = workspace
    self.ascent = ascent
    self.settings = settings ?? AlphaOptimization(iterations: 0, hiddenIterations: 0)
    let isTwofold = self.settings.hiddenIterations > 0
    kept = network.stages.indices.map { index in
      isTwofold && network.isBounded[index]
        ? IntervalBox(capacity: workspace.capacity, columns: network.stages[index].outputs) : nil
    }
  }

  /// Bounds all values but the outputs.
  ///
  /// - Parameters:
  ///   - count: The number of domains.
  ///   - visit: Receives each stage but the last, when what enters its nonlinearity is bounded as
  ///     tightly as it will be.
  ///   - begin: Loads the domains; called again where they are bounded twice.
  ///   - finish: Called when all are bounded, and before that also when they are without an ascent:
  ///     whether lines can be chosen.
  func bound(
    _ count: Int, visit: (IntervalStage) -> Void = { _ in }, begin: () -> Void,
    finish: (_ isOptimized: Bool) -> Void
  ) {
    let isTwofold = settings.hiddenIterations > 0
    for isLast in isTwofold ? [false, true] : [true] {
      begin()
      if isLast { ascent?.reset() }
      for stage in network.stages.dropLast() {
        workspace.enter(stage, rows: count)
        if network.isBounded[stage.value - 1] {
          workspace.improve(stage, rows: count)
          if let kept = kept[stage.value - 1] {
            if isLast { optimize(stage, count, kept) } else { keep(stage, count, in: kept) }
          }
        }
        workspace.assume(stage, rows: count)
        if isLast { visit(stage) }
        leave(stage, count, isLast: isLast)
      }
      finish(isLast && ascent != nil)
    }
  }

  private func leave(_ stage: IntervalStage, _ count: Int, isLast: Bool) {
    guard isLast, let ascent else { return workspace.leave(stage, rows: count) }
    workspace.leave(stage, rows: count) { [workspace] in
      ascent.collect(stage, domain: $0, workspace)
    }
  }

  /// Bounds the outputs as they are, not their differences.
  func boundOutputs(_ count: Int, isOptimized: Bool) {
    let last = network.lastStage
    workspace.enter(last, rows: count)
    guard network.isBounded[last.value - 1] else { return }
    workspace.improve(last, rows: count)
    guard let kept = kept[last.value - 1] else {
      if isOptimized { improve(last, count, steps: settings.iterations) }
      return
    }
    if isOptimized {
      narrow(last, count, to: kept)
      improve(last, count, steps: settings.iterations)
    } else {
      keep(last, count, in: kept)
    }
  }

  private func optimize(_ stage: IntervalStage, _ count: Int, _ kept: IntervalBox) {
    narrow(stage, count, to: kept)
    improve(stage, count, steps: settings.hiddenIterations)
  }

  private func keep(_ stage: IntervalStage, _ count: Int, in kept: IntervalBox) {
    let (box, size) = (workspace.intervals.boxes[stage.value], count * stage.outputs)
    kept.lower.update(from: box.lower, count: size)
    kept.upper.update(from: box.upper, count: size)
    // Of what is lost here an ascent may find bounds, and there are none to intersect them with.
    for row in 0..<count where workspace.intervals.isLost[row] {
      let first = row * stage.outputs
      (kept.lower + first).update(repeating: -.infinity, count: stage.outputs)
      (kept.upper + first).update(repeating: .infinity, count: stage.outputs)
    }
  }

  private func narrow(_ stage: IntervalStage, _ count: Int, to kept: IntervalBox) {
    let box = workspace.intervals.boxes[stage.value]
    for place in 0..<count * stage.outputs {
      workspace.narrow(
        box, place, row: place / stage.outputs, kept.lower[place], kept.upper[place])
    }
  }

  /// Improves bounds of a stage's neurons by an ascent for each.
  private func improve(_ stage: IntervalStage, _ count: Int, steps: Int) {
    guard steps > 0, let ascent else { return }
    let neurons = workspace.unstableNeurons(of: stage, rows: count)
    for start in stride(from: 0, to: neurons.count, by: ascent.rows.pairs)
    where !workspace.deadline.hasPassed {
      let chunk = neurons[start..<min(start + ascent.rows.pairs, neurons.count)]
      ascent.run(
        chunk, of: stage, workspace,
        AscentSteps(count: steps, rate: settings.rate, decay: settings.decay))
      workspace.narrow(stage, chunk, ascent.best, offset: chunk.count)
    }
  }
}
