import PlateauNetworks

extension Architecture {
  /// The weights that lead to each hidden layer, and last to the logits, biases left out.
  ///
  /// A layer has several where branches are added, or layers follow each other without a
  /// nonlinearity, and none where a nonlinearity follows pooling.
  var weightsByLayer: [[ParameterLayout.Tensor]] {
    let tensors = Dictionary(
      uniqueKeysWithValues: layout.tensors.map { ($0.range.lowerBound, $0) })
    var result: [[ParameterLayout.Tensor]] = [[]]
    for stage in stages {
      if let weight = stage.weight, let tensor = tensors[weight] {
        result[result.count - 1].append(tensor)
      }
      if stage.hidden != nil { result.append([]) }
    }
    return result
  }
}
