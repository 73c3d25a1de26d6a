public import PlateauGeometry
public import PlateauNetworks

/// How the kurtosis of a layer's weights goes with an accuracy, over the networks of a study.
public struct KurtosisRelation: Codable, Sendable, Hashable {
  /// An accuracy of networks.
  public enum Accuracy: String, Codable, Sendable, Hashable, CaseIterable {
    /// Under FGSM in Float with naive gradients.
    case naive
    /// Under every attack.
    case attacked
    /// By bounds.
    case certified
  }

  /// The layer whose weights these are; nil for the mean over all layers.
  public var layer: String?
  /// The accuracy.
  public var accuracy: Accuracy
  /// The nonlinearity of the networks compared; nil where all are, those of a nonlinearity with each
  /// other.
  public var activation: Activation?
  /// The number of networks.
  public var networks: Int
  /// Kendall's τ-b and its p; nil where all have the same kurtosis or the same accuracy, or a kurtosis
  /// is missing.
  public var correlation: RankCorrelation?

  /// Creates a relation.
  public init(
    layer: String?, accuracy: Accuracy, activation: Activation?, networks: Int,
    correlation: RankCorrelation?
  ) {
    self.layer = layer
    self.accuracy = accuracy
    self.activation = activation
    self.networks = networks
    self.correlation = correlation
  }

  /// All of them: for each nonlinearity and for both, each layer and the mean, each accuracy.
  static func relations(among models: [CertifiedModelRecord]) -> [KurtosisRelation] {
    let layers = models.first?.layers.map(\.name) ?? []
    let groups = models.groups
    let choices: [(Activation?, [[CertifiedModelRecord]])] =
      groups.map { ($0, [$1]) } + (groups.count > 1 ? [(nil, groups.map(\.models))] : [])
    return choices.flatMap { activation, groups in
      (layers + [nil]).flatMap { layer in
        Accuracy.allCases.map { accuracy in
          KurtosisRelation(
            layer: layer, accuracy: accuracy, activation: activation,
            networks: groups.reduce(0) { $0 + $1.count },
            correlation: correlation(groups, layer, accuracy))
        }
      }
    }
  }

  private static func correlation(
    _ groups: [[CertifiedModelRecord]], _ layer: String?, _ accuracy: Accuracy
  ) -> RankCorrelation? {
    var compared: [RankCorrelation.Group] = []
    for models in groups {
      let kurtosis = models.compactMap { $0.kurtosis(of: layer) }
      guard kurtosis.count == models.count else { return nil }
      compared.append(RankCorrelation.Group(x: kurtosis, y: models.map { $0.value(of: accuracy) }))
    }
    return RankCorrelation(compared)
  }
}

extension [CertifiedModelRecord] {
  /// The networks of each nonlinearity, in the order of the records.
  package var groups: [(activation: Activation, models: [CertifiedModelRecord])] {
    let activations = reduce(into: [Activation]()) { found, model in
      if !found.contains(model.activation) { found.append(model.activation) }
    }
    return activations.map { activation in
      (activation, filter { $0.activation == activation })
    }
  }
}

extension CertifiedModelRecord {
  /// The excess kurtosis of a layer; the mean for nil.
  func kurtosis(of layer: String?) -> Double? {
    guard let layer else { return meanKurtosis }
    return layers.first { $0.name == layer }?.excessKurtosis
  }

  func value(of accuracy: KurtosisRelation.Accuracy) -> Double {
    switch accuracy {
    case .naive: naiveAccuracy
    case .attacked: attackedAccuracy
    case .certified: certifiedAccuracy
    }
  }
}
