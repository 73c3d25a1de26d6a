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
  /// Whether a stage adds its signal to what is there; by stage.
  let adds: [Bool]
  /// The same for the other part of a sum.
  let addsOther: [Bool]

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
      var isNeeded = stage.weight != nil || stage.hidden != nil || needs[stage.source]
      if case .add(let other) = stage.operation { isNeeded = isNeeded || needs[other] }
      if case .batchNormalization = stage.operation { isNeeded = true }
      needs[index + 1] = isNeeded
    }
    needsSignal = Array(needs.dropFirst())
    var isWritten = [Bool](repeating: false, count: stages.count + 1)
    var adds = [Bool](repeating: false, count: stages.count)
    var addsOther = adds
    for index in stages.indices.reversed() {
      adds[index] = isWritten[stages[index].source]
      isWritten[stages[index].source] = true
      guard case .add(let other) = stages[index].operation else { continue }
      addsOther[index] = isWritten[other]
      isWritten[other] = true
    }
    self.adds = adds
    self.addsOther = addsOther
  }
}
