import PlateauGeometry
import PlateauNumerics

@testable import PlateauExperiments

extension Synthetic {
  /// The geometry of a network that compresses paths by a power of ten.
  static func geometry(_ model: String, depth: Double) -> GeometryRecord {
    let names = ["layer 1", "layer 2", "logits"]
    let layers = names.enumerated().map { layer($0.element, place: $0.offset, depth: depth) }
    let labels = (0..<30).map { $0 / 3 }
    let paths = [(1, 7), (3, 7), (6, 9), (0, 6)].map { path($0.0, $0.1, depth: depth) }
    return GeometryRecord(
      model: model,
      analysis: AnalysisRecord(
        model: model, data: "synthetic", examples: 1000, jacobianExamples: 100, stimuli: 30,
        layers: layers, paths: []),
      dissimilarities: layers.map { layer in
        DissimilarityRecord(
          name: layer.name, labels: labels,
          upper: labels.indices.flatMap { row in
            (row + 1..<labels.count).map { column in
              let isWithin = labels[row] == labels[column]
              let mean = isWithin ? layer.withinClasses : layer.betweenClasses
              return (mean ?? 0) + 0.01 * Double((row * 7 + column * 3) % 9)
            }
          })
      }, paths: paths)
  }

  private static func layer(_ name: String, place: Int, depth: Double) -> LayerGeometry {
    let weights = Distribution(of: [-2, -1, 0, 1, 2].map { Double($0) }, bins: 5)
    let within = 0.5 - 0.1 * Double(place)
    return LayerGeometry(
      name: name, units: 200, weights: weights, weightKurtosisStandardError: 0.1,
      activities: weights, saturatedFraction: nil, activityDimensions: 12,
      withinClasses: within, betweenClasses: within * (2 + 0.25 * min(depth, 6)),
      naive: JacobianSummary([]), stable: JacobianSummary([]))
  }

  /// Naive numbers below 10⁻⁵ are lost.
  private static func path(_ source: Int, _ target: Int, depth: Double) -> PathCurves {
    let positions = (0...20).map { Double($0) / 20 }
    let stable = PathCurves.Curves(
      euclidean: positions.map { 1.2 - 0.3 * depth * ($0 - 0.5).magnitude },
      fisher: positions.map { 0.5 - 2 * depth * ($0 - 0.5).magnitude },
      probabilities: positions.map { place in
        (0..<10).map { index in
          index == target ? 0.99 * place : index == source ? 0.99 * (1 - place) : 0.00125
        }
      },
      logitSingularValues: positions.map { place in
        (0..<10).map { 1 - 0.2 * Double($0) - 0.2 * depth * (place - 0.5).magnitude }
      },
      probabilitySingularValues: positions.map { place in
        (0..<10).map {
          $0 == 9 ? nil : 0 - 0.5 * Double($0) - 1.2 * depth * (place - 0.5).magnitude
        }
      })
    func seen(_ value: Double?) -> Double? { value.flatMap { $0 < -5 ? nil : $0 } }
    var naive = stable
    naive.fisher = stable.fisher.map(seen)
    naive.probabilitySingularValues = stable.probabilitySingularValues.map { $0.map(seen) }
    if let value = naive.probabilitySingularValues[10][0] {
      naive.probabilitySingularValues[10][0] = value + 2
    }
    return PathCurves(
      source: source, target: target, positions: positions, naive: naive, stable: stable)
  }
}
