import Plateau

/// Prints an analysis: a table of layers, one of Jacobians and one of paths.
struct AnalysisDisplay {
  let record: AnalysisRecord

  init(_ record: AnalysisRecord) {
    self.record = record
  }

  func show() {
    print("\(record.model) on \(record.data), \(record.examples) examples")
    print("\nLayers; dissimilarities of the first \(record.stimuli):")
    StandardOutput.write(table: [Self.layerHeader] + record.layers.map(layerRow))
    print("\nJacobians at the first \(record.jacobianExamples), naive | stable:")
    StandardOutput.write(table: [Self.jacobianHeader] + record.layers.map(jacobianRow))
    guard !record.paths.isEmpty else { return }
    print("\nMean log₁₀ of length elements along paths, naive | stable:")
    StandardOutput.write(table: [Self.pathHeader] + record.paths.map(pathRow))
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
      layer.name, pair(number(naive.directions), number(stable.directions)),
      pair(number(naive.inputs, 1), number(stable.inputs, 1)),
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

  private func number(_ value: Double?, _ digits: Int = 2) -> String {
    value.map { NumberText.fixed($0, digits) } ?? "–"
  }

  private func pair(_ naive: String, _ stable: String) -> String { "\(naive) | \(stable)" }
}
