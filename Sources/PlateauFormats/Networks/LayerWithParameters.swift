import PlateauNetworks

/// A layer that has parameters, as the layout has it.
struct LayerWithParameters {
  let kind: StateDictionary.Kind
  /// Its tensors, with the last parts of their names.
  var tensors: [(part: String, tensor: ParameterLayout.Tensor)]
}

extension Architecture {
  /// The layers that have parameters, in the order of the layout.
  var layersWithParameters: [LayerWithParameters] {
    var result: [LayerWithParameters] = []
    for tensor in layout.tensors {
      let part = String(tensor.name.split(separator: ".").last ?? "")
      // The weight comes first in each layer.
      if part == "weight", let kind = StateDictionary.Kind(rank: tensor.shape.count) {
        result.append(LayerWithParameters(kind: kind, tensors: []))
      }
      result[result.count - 1].tensors.append((part, tensor))
    }
    return result
  }
}
