import PlateauNumerics
import RealModule

extension Network {
  /// The network with every batch normalization that follows a dense layer or a convolution merged
  /// into that layer's weights and biases.
  ///
  /// It computes the same function as with running means, up to rounding, in fewer steps: what
  /// attacks and proofs look at. A normalization of anything else stays.
  ///
  /// - Complexity: O(*parameters*)
  public func foldingBatchNormalization() -> Network {
    var fold = BatchNormalizationFold(self)
    return fold.folded() ?? self
  }
}

/// Merges batch normalizations into the layers before them.
private struct BatchNormalizationFold<Element: Scalar> {
  let network: Network<Element>
  private var layers: [Layer] = []
  /// The new place of each layer.
  private var places: [Int] = []
  private var parameters: [Element] = []

  init(_ network: Network<Element>) {
    self.network = network
  }

  /// The merged network; nil where there is nothing to merge.
  mutating func folded() -> Network<Element>? {
    let merged = network.architecture.layers.indices.filter(isMerged)
    guard !merged.isEmpty else { return nil }
    var tensors = network.architecture.layout.tensors[...]
    for (position, layer) in network.architecture.layers.enumerated() {
      append(layer, at: position, &tensors)
    }
    // Shapes are those of layers that fit already.
    guard let architecture = try? Architecture(input: network.architecture.input, layers: layers)
    else { return nil }
    return Network(architecture, unchecked: parameters)
  }

  /// Whether a layer is a normalization of nothing but the layer before.
  private func isMerged(_ position: Int) -> Bool {
    let layers = network.architecture.layers
    guard case .batchNormalization = layers[position].operation, position > 0,
      layers[position].sources == [.previous]
    else { return false }
    let before = layers[position - 1].operation
    guard before.hasWeights else { return false }
    return !layers.contains { $0.sources.contains(.layer(position - 1)) }
  }

  private mutating func append(
    _ layer: Layer, at position: Int, _ tensors: inout ArraySlice<ParameterLayout.Tensor>
  ) {
    if isMerged(position) {
      places.append(layers.count - 1)
      return
    }
    let next = position + 1
    let merges = next < network.architecture.layers.count && isMerged(next)
    var operation = layer.operation
    if merges, case .convolution(let convolution) = operation {
      operation = .convolution(convolution.biased)
    }
    let sources = layer.sources.map { source in
      if case .layer(let other) = source { Layer.Source.layer(places[other]) } else { source }
    }
    layers.append(Layer(operation, of: sources))
    places.append(layers.count - 1)
    let count = tensors.prefix { $0.layer == position }.count
    take(count, &tensors, merges, at: next)
  }

  /// Copies a layer's tensors, merged with those of the normalization after it.
  private mutating func take(
    _ count: Int, _ tensors: inout ArraySlice<ParameterLayout.Tensor>, _ merges: Bool,
    at normalization: Int
  ) {
    let own = Array(tensors.prefix(count))
    tensors = tensors.dropFirst(count)
    guard merges,
      case .batchNormalization(let epsilon) = network.architecture.layers[normalization].operation
    else {
      for tensor in own { parameters.append(contentsOf: network[tensor]) }
      return
    }
    let statistics = tensors.prefix(4).map { network[$0].map { Double($0) } }
    tensors = tensors.dropFirst(4)
    let scales = zip(statistics[0], statistics[3]).map { $0 / ($1 + epsilon).squareRoot() }
    for (channel, row) in scales.enumerated() {
      let weights = network[own[0]]
      let width = own[0].fanIn
      let start = weights.startIndex + channel * width
      for weight in weights[start..<start + width] {
        parameters.append(Element(Double(weight) * row))
      }
    }
    let biases = count > 1 ? network[own[1]].map { Double($0) } : scales.map { _ in 0 }
    for (channel, scale) in scales.enumerated() {
      let centered = biases[channel] - statistics[2][channel]
      parameters.append(Element(centered * scale + statistics[1][channel]))
    }
  }
}
