import Plateau

/// Prints an analysis: a table of layers, one of Jacobians and one of paths.
struct AnalysisDisplay {
  let record: AnalysisRecord

  init(_ record: AnalysisRecord) {
    self.record = record
  }

  func show() {
    print("\(record.model) on \(record.data), \(record.examples) examples")
    print("\nLayers; dissimilarities of the first \(record.stimuli)\(dimensions):")
    StandardOutput.write(table: [Self.layerHeader] + record.layers.map(layerRow))
    print("\nJacobians at the first \(record.jacobianExamples), naive | stable:")
    StandardOutput.write(table: [Self.jacobianHeader] + record.layers.map(jacobianRow))
    if let probes = record.layers.lazy.compactMap(\.stable.probes).first {
      print(
        "± standard error of \(probes) random probes at each example: these Jacobians are too large "
          + "to be made.")
    }
    guard !record.paths.isEmpty else { return }
    print("\nMean log₁₀ of length elements along paths, naive | stable:")
    StandardOutput.write(table: [Self.pathHeader] + record.paths.map(pathRow))
  }

  /// Says so where not all examples count for dimensions.
  private var dimensions: String {
    guard let examples = record.dimensionExamples, examples < record.examples else { return "" }
    return ", dimensions of the first \(examples)"
  }

  private static let layerHeader = [
    "", "units", "weight kurtosis", "± normal", "saturated", "dimensions", "between", "within",
    "ratio",
  ]

  private func layerRow(_ layer: LayerGeometry) -> [String] {
    [
      layer.name, "\(layer.units)", number(layer.weights.excessKurtosis),
      number(layer.weightKurtosisStandardError),
      layer.saturatedFraction.map(NumberText.percent) ?? "–", number(layer.activityDimensions, 1),
      number(layer.betweenClasses, 3), number(layer.withinClasses, 3), number(layer.separation),
    ]
  }

  private static let jacobianHeader = ["", "directions", "inputs that matter", "zero"]

  private func jacobianRow(_ layer: LayerGeometry) -> [String] {
    let (naive, stable) = (layer.naive, layer.stable)
    return [
      layer.name,
      pair(
        number(naive.directions, error: naive.directionsError),
        number(stable.directions, error: stable.directionsError)),
      pair(
        number(naive.inputs, 1, error: naive.inputsError),
        number(stable.inputs, 1, error: stable.inputsError)),
      pair("\(naive.zeros)", "\(stable.zeros)"),
    ]
  }

  private static let pathHeader = ["", "Euclidean", "lost", "Fisher", "lost"]

  private func pathRow(_ path: PathRecord) -> [String] {
    let (naive, stable) = (path.naive, path.stable)
    return [
      "\(path.source) → \(path.target)", pair(number(naive.euclidean), number(stable.euclidean)),
      pair("\(naive.euclideanLost)", "\(stable.euclideanLost)"),
      pair(number(naive.fisher), number(stable.fisher)),
      pair("\(naive.fisherLost)", "\(stable.fisherLost)"),
    ]
  }

  private func number(_ value: Double?, _ digits: Int = 2, error: Double? = nil) -> String {
    guard let value else { return "–" }
    let text = NumberText.fixed(value, digits)
    return error.map { "\(text) ± \(NumberText.fixed($0, digits))" } ?? text
  }

  private func pair(_ naive: String, _ stable: String) -> String { "\(naive) | \(stable)" }
}
