import PlateauNetworks
import PlateauNumerics

/// A perceptron without the units that are 0 over a whole region: on it, the same function exactly.
struct ReducedNetwork {
  let network: BoundedNetwork
  /// By stage, the units that are left.
  let kept: [[Int]]

  /// Leaves out the rectified units that are nowhere above 0.
  ///
  /// It is nil where it is no perceptron, or too few units would go.
  ///
  /// - Parameters:
  ///   - whole: The network.
  ///   - upper: Upper bounds of what enters each stage's nonlinearity, by stage.
  ///   - input: The shape of its input.
  init?(_ whole: BoundedNetwork, upper: [[Double]], input: InputShape) {
    let stages = whole.stages
    var kept: [[Int]] = []
    for (stage, upper) in zip(stages.dropLast(), upper) {
      guard stage.isDense else { return nil }
      let isRectified =
        switch stage.activation?.function.lines {
        case .rectifier, .clippedRectifier: true
        case .sigmoidal, .curve, nil: false
        }
      let open = (0..<stage.outputs).filter { !isRectified || upper[$0] > 0 }
      // A layer cannot be empty.
      kept.append(open.isEmpty ? [0] : open)
    }
    let last = whole.lastStage
    guard last.isDense, stages.indices.allSatisfy({ stages[$0].source == $0 })
    else { return nil }
    kept.append(Array(0..<last.outputs))
    let before = stages.reduce(0) { $0 + $1.inputs * $1.outputs }
    var (layers, parameters): ([Layer], [Double]) = ([], [])
    var sources = Array(0..<stages[0].inputs)
    for (stage, units) in zip(stages, kept) {
      guard let weights = stage.matrix else { return nil }
      layers.append(.dense(units: units.count))
      if let activation = stage.activation { layers.append(.activation(activation)) }
      for unit in units {
        for source in sources { parameters.append(weights.weights[unit * stage.inputs + source]) }
      }
      parameters += units.map { weights.biases[$0] }
      sources = units
    }
    guard 10 * parameters.count < 9 * before,
      let architecture = try? Architecture(input: input, layers: layers),
      let network = try? Network(architecture, parameters: parameters)
    else { return nil }
    self.kept = kept
    self.network = BoundedNetwork(network, unitLimit: whole.unitLimit)
  }
}
