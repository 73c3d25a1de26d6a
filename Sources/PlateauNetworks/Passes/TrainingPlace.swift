import PlateauNumerics

/// Which values a training pass keeps, and where signals are needed: facts of the architecture.
struct TrainingPlace {
  /// Whether all values of a batch are kept, by stage: dense layers multiply out their gradients
  /// from the whole batch.
  let keepsValues: [Bool]
  /// Whether all signals of a batch are kept, by stage.
  let keepsSignals: [Bool]
  /// Whether the parameters of a stage, or of one before it, need its signal.
  let needsSignal: [Bool]
  /// Whether a stage adds its signal to what is there; by stage and source.
  let adds: [[Bool]]

  init(_ architecture: Architecture) {
    let stages = architecture.stages
    let all = architecture.isMultilayerPerceptron
    keepsValues = stages.indices.map { index in
      all || index == stages.count - 1
        || stages.contains { $0.isDense && $0.source == index + 1 }
    }
    keepsSignals = stages.map { all || $0.isDense }
    var needs = [Bool](repeating: false, count: stages.count + 1)
    for (index, stage) in stages.enumerated() {
      needs[index + 1] =
        stage.weight != nil || stage.hidden != nil || stage.batchStatistics != nil
        || stage.sources.contains { needs[$0] }
    }
    needsSignal = Array(needs.dropFirst())
    var isWritten = [Bool](repeating: false, count: stages.count + 1)
    var adds = stages.map { $0.sources.map { _ in false } }
    for index in stages.indices.reversed() {
      for (part, source) in stages[index].sources.enumerated() {
        adds[index][part] = isWritten[source]
        isWritten[source] = true
      }
    }
    self.adds = adds
  }
}
