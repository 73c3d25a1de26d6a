import PlateauGeometry
import PlateauNetworks

extension ClaimRules {
  /// The vanilla and the saturating network of each nonlinearity with their geometry.
  private var geometries:
    [(activation: Activation, vanilla: AnalysisRecord, saturating: AnalysisRecord)]
  {
    [Activation.sigmoid, .relu].compactMap { activation in
      func found(_ training: Preset.Training) -> AnalysisRecord? {
        let name = Preset(training: training, activation: activation).name
        return geometry.first { $0.model == name }?.analysis
      }
      guard let vanilla = found(.vanilla), let saturating = found(.saturating) else { return nil }
      return (activation, vanilla, saturating)
    }
  }

  /// The length of paths under Fisher's metric.
  var flatness: ClaimRecord? {
    func mean(_ record: AnalysisRecord, _ rule: KeyPath<PathRecord, PathRecord.Lengths>) -> Double?
    {
      let values = record.paths.compactMap { $0[keyPath: rule].fisher }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    return comparison(
      claim: "Saturating networks have flat input–output maps.",
      measure: "Mean log₁₀ of Fisher’s length element along the paths of Figure 4, vanilla → "
        + "saturating, where it is not lost; holds if it falls in every network. \(constantPoints)",
      naive: { record in mean(record, \.naive).map { [$0] } },
      stable: { record in mean(record, \.stable).map { [$0] } }, digits: 2,
      holds: { vanilla, saturating in zip(vanilla, saturating).allSatisfy { $0 > $1 } })
  }

  /// How many points have no logarithm since the map is constant there; without these, its flattest
  /// points, the mean is higher.
  private var constantPoints: String {
    func count(_ record: AnalysisRecord) -> (constant: Int, all: Int) {
      record.paths.reduce((0, 0)) { ($0.0 + $1.stable.fisherLost, $0.1 + $1.points) }
    }
    let counts = geometries.flatMap { pair in
      [("vanilla", pair.vanilla), ("saturating", pair.saturating)].compactMap { name, record in
        let (constant, all) = count(record)
        return constant == 0
          ? nil : "\(constant) of \(all) (\(name) \(Self.name(pair.activation)))"
      }
    }
    guard !counts.isEmpty else { return "The length is positive at every point." }
    return "Points at which the map is exactly constant have no logarithm and are left out: "
      + "\(counts.joined(separator: "; "))."
  }

  /// The dimensions of activities, by layer.
  var compression: ClaimRecord? {
    comparison(
      claim: "Their representations are compressed, progressively with depth.",
      measure: "Participation ratio of the singular values of ∂hˡ/∂x by layer and, last, of the "
        + "logits, vanilla → saturating; holds if it is lower in every layer of every network, and "
        + "falls from hidden layer to hidden layer.",
      naive: { Self.all($0.layers.map(\.naive.directions)) },
      stable: { Self.all($0.layers.map(\.stable.directions)) }, digits: 1,
      holds: { vanilla, saturating in
        let hidden = saturating.dropLast()
        return zip(vanilla, saturating).allSatisfy { $0 > $1 }
          && zip(hidden, hidden.dropFirst()).allSatisfy { $0 > $1 }
      })
  }

  /// The inputs that move the logits.
  var sensitivity: ClaimRecord? {
    comparison(
      claim: "They are sensitive to very few input dimensions.",
      measure: "Participation ratio over input values of the Jacobian of the logits, vanilla → "
        + "saturating; holds if it falls in every network.",
      naive: { $0.layers.last.flatMap { Self.all([$0.naive.inputs]) } },
      stable: { $0.layers.last.flatMap { Self.all([$0.stable.inputs]) } }, digits: 1,
      holds: { vanilla, saturating in zip(vanilla, saturating).allSatisfy { $0 > $1 } })
  }

  /// The dissimilarity between classes over that within.
  var separation: ClaimRecord? {
    comparison(
      claim: "Their classes form strongly separated clusters.",
      measure: "Mean dissimilarity between classes over that within, by layer, vanilla → "
        + "saturating; holds if it rises in every layer of every network.",
      naive: nil, stable: { Self.all($0.layers.map(\.separation)) }, digits: 1,
      holds: { vanilla, saturating in zip(vanilla, saturating).allSatisfy { $0 < $1 } })
  }

  private static func all(_ values: [Double?]) -> [Double]? {
    let known = values.compactMap(\.self)
    return known.isEmpty || known.count < values.count ? nil : known
  }

  /// A claim on how numbers change from vanilla to saturating networks, where there are any.
  private func comparison(
    claim: String, measure: String, naive: ((AnalysisRecord) -> [Double]?)?,
    stable: (AnalysisRecord) -> [Double]?, digits: Int, holds: ([Double], [Double]) -> Bool
  ) -> ClaimRecord? {
    let pairs = geometries
    guard !pairs.isEmpty else { return nil }
    func isTrue(_ values: (AnalysisRecord) -> [Double]?) -> Bool {
      pairs.allSatisfy { pair in
        guard let before = values(pair.vanilla), let after = values(pair.saturating) else {
          return false
        }
        return holds(before, after)
      }
    }
    func text(_ values: (AnalysisRecord) -> [Double]?) -> String {
      pairs.map { pair in
        func list(_ record: AnalysisRecord) -> String {
          values(record)?.map { Self.fixed($0, digits) }.joined(separator: ", ") ?? "lost"
        }
        return "\(list(pair.vanilla)) → \(list(pair.saturating)) (\(Self.name(pair.activation)))"
      }.joined(separator: "; ")
    }
    let holdsNaively = naive.map(isTrue) ?? false
    return ClaimRecord(
      claim: claim, measure: measure, naive: naive.map(text), stable: text(stable),
      verdict: isTrue(stable) ? .holds : holdsNaively ? .masked : .fails)
  }
}
