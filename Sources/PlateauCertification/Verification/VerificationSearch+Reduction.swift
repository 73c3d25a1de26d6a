import PlateauNetworks
import PlateauNumerics

extension VerificationSearch {
  /// Goes on without the units that are 0 over the whole region.
  func reduce() {
    let bounds = hiddenBounds()
    guard
      let reduced = ReducedNetwork(
        engines[0].network, upper: bounds.map(\.upper), input: verifier.network.architecture.input)
    else { return }
    engines = Self.engines(reduced.network, problem, settings, workers)
    for engine in engines {
      engine.workspace.limit(deadline)
      engine.start()
      for (index, stage) in reduced.network.stages.dropLast().enumerated() {
        engine.workspace.enter(stage, rows: 1)
        let kept = reduced.kept[index]
        if !bounds[index].lower.isEmpty {
          engine.narrow(
            stage, lower: kept.map { bounds[index].lower[$0] },
            upper: kept.map { bounds[index].upper[$0] })
        }
        engine.leave(stage)
      }
      engine.finish()
    }
  }

  /// The bounds of what enters the nonlinearity of each hidden stage; empty of those without one.
  func hiddenBounds() -> [(lower: [Double], upper: [Double])] {
    let workspace = engines[0].workspace
    return workspace.network.stages.dropLast().map { stage in
      guard let entry = workspace.entries[stage.value - 1] else { return ([], []) }
      return (
        Array(UnsafeBufferPointer(start: entry.lower, count: stage.outputs)),
        Array(UnsafeBufferPointer(start: entry.upper, count: stage.outputs))
      )
    }
  }
}
