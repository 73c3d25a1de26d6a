import PlateauNumerics

extension Architecture {
  /// The numbers of parameters that belong to each layer, running means included.
  public var parameterCounts: [Int] {
    var result = layers.map { _ in 0 }
    for stage in stages {
      result[stage.layer] += stage.linear?.parameters.reduce(0) { $0 + $1.count } ?? 0
    }
    return result
  }

  /// The layers that put out a hidden layer, from the input on: nonlinearities, and dense layers
  /// that have none.
  public var hiddenLayerIndices: [Int] {
    hiddenStages.map { stages[$0].activationLayer ?? stages[$0].layer }
  }
}
