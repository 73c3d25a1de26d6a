import PlateauExperiments
import PlateauNetworks

/// The data of the figures on geometry, for programs.
struct GeometryTables {
  let record: ReproductionRecord

  /// The dissimilarity matrices of the networks of one nonlinearity: one row for each stimulus of
  /// each layer; nil without any.
  func dissimilarities(of activation: Activation) -> CSVTable? {
    let networks = record.geometry(of: activation).filter { !$0.geometry.dissimilarities.isEmpty }
    let most = networks.flatMap { $0.geometry.dissimilarities.map(\.labels.count) }.max() ?? 0
    guard most > 0 else { return nil }
    var table = CSVTable(
      columns: ["network", "layer", "label"] + (1...most).map { "stimulus\($0)" })
    for (model, geometry) in networks {
      for matrix in geometry.dissimilarities {
        let count = matrix.labels.count
        let values = matrix.values
        let rest = [String](repeating: "", count: most - count)
        for (row, label) in matrix.labels.enumerated() {
          let start: [any CSVCell] = [model.name, matrix.name, label]
          table.append(start + Array(values[row * count..<(row + 1) * count]) + rest)
        }
      }
    }
    return table
  }

  /// What happens along paths: one row for each number at each point; nil without any.
  ///
  /// Lengths and singular values are decimal logarithms, empty where there is none.
  var paths: CSVTable? {
    let networks = record.activations(of: .mlp).flatMap(record.geometry(of:))
    guard networks.contains(where: { !$0.geometry.paths.isEmpty }) else { return nil }
    var table = CSVTable(columns: ["network", "path", "rule", "position", "quantity", "value"])
    for (model, geometry) in networks {
      for path in geometry.paths {
        for (rule, curves) in [("naive", path.naive), ("stable", path.stable)] {
          for (point, position) in path.positions.enumerated() {
            for (quantity, value) in Self.quantities(curves, at: point) {
              table.append([
                model.name, "\(path.source)-\(path.target)", rule, position, quantity, value,
              ])
            }
          }
        }
      }
    }
    return table
  }

  /// Everything at one point, by name.
  private static func quantities(
    _ curves: PathCurves.Curves, at point: Int
  ) -> [(String, Double?)] {
    func numbered(_ name: String, from first: Int, _ values: [Double?]) -> [(String, Double?)] {
      values.enumerated().map { ("\(name)_\($0.offset + first)", $0.element) }
    }
    return [
      ("log10_fisher", curves.fisher[point]), ("log10_euclidean", curves.euclidean[point]),
    ]
      + numbered("probability", from: 0, curves.probabilities[point])
      + numbered("log10_singular_logits", from: 1, curves.logitSingularValues[point])
      + numbered("log10_singular_probabilities", from: 1, curves.probabilitySingularValues[point])
  }
}
