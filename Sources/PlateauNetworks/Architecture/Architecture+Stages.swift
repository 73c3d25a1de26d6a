extension Architecture {
  /// The stage that makes the logits, before copies, means and maps of channels of them.
  var logitStage: Int {
    var index = stages.count - 1
    while stages[index].activation == nil, stages[index].weight == nil,
      stages[index].linear != nil, stages[index].sources.count == 1, stages[index].source > 0
    {
      // What a nonlinearity makes are hidden units.
      guard stages[stages[index].source - 1].activation == nil else { break }
      index = stages[index].source - 1
    }
    return index
  }

  /// Whether a value is used twice.
  var hasBranches: Bool { stages.contains { $0.sources.count > 1 } }

  /// Memory for the winning pixels of each max pooling, by stage; nil for other stages.
  ///
  /// The caller deallocates it.
  func allocateWinners(capacity: Int) -> [UnsafeMutablePointer<Int32>?] {
    stages.map { stage in
      guard stage.maximum != nil else { return nil }
      let count = max(1, capacity * stage.outputs)
      let result = UnsafeMutablePointer<Int32>.allocate(capacity: count)
      result.initialize(repeating: 0, count: count)
      return result
    }
  }

  /// The max poolings of what a stage's nonlinearity makes, whose winners are those of its
  /// pre-activations.
  func maxPoolings(after stage: Int) -> [Int] {
    stages.indices.filter { stages[$0].source == stage + 1 && isRouted($0) }
  }

  /// Whether a stage is a max pooling of what a nonlinearity makes that nowhere falls: the largest
  /// activity of |z| or GELU can be that of a smaller z.
  func isRouted(_ stage: Int) -> Bool {
    guard stages[stage].maximum != nil, stages[stage].source > 0 else { return false }
    return stages[stages[stage].source - 1].activation?.function.isIncreasing ?? false
  }
}
