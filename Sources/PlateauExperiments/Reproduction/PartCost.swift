import PlateauNetworks

/// What a part of a reproduction costs, for the share that is done.
///
/// Costs are seconds of a quick reproduction on two cores; only their ratios count.
struct PartCost {
  /// That of training a network; 0 where an earlier part has trained it.
  var training = 0.0
  /// That of all else.
  var measuring: Double

  /// The sum.
  var total: Double { training + measuring }
}

extension PartCost {
  /// A network of the first table.
  init(_ variant: NetworkVariant) {
    let size = Self.size(variant.preset)
    measuring = 12 * size
    // Variants with gains come after the network itself.
    guard variant.gain == 1, variant.logitGain == 1, variant.attentionGain == 1 else { return }
    training = size * Self.training(variant.preset)
  }

  /// The geometry of a network.
  static func geometry(_ variant: NetworkVariant) -> PartCost {
    PartCost(measuring: 1.2 * size(variant.preset))
  }

  /// Targeted attacks on a network.
  static func targeted(_ variant: NetworkVariant) -> PartCost {
    PartCost(measuring: 6 * size(variant.preset))
  }

  /// The experiments on linear classifiers.
  static var linear: PartCost { PartCost(measuring: 1.3) }

  /// A network in the study of certified ones.
  static func certification(_ preset: Preset) -> PartCost {
    PartCost(training: preset.isCertified ? training(preset) : 0, measuring: 1.5)
  }

  private static func training(_ preset: Preset) -> Double {
    switch preset.training {
    case .vanilla: 5
    case .adversarial: 30
    case .saturating: preset.activation == .sigmoid ? 20 : 7
    case .certified, .certifiedSaturating: 6.5
    }
  }

  /// How much more all of it takes than with a perceptron.
  private static func size(_ preset: Preset) -> Double { preset.family == .mlp ? 1 : 15 }
}

extension ReproductionPlan {
  /// The costs of the parts, in their order.
  var costs: [PartCost] {
    allSeeds.flatMap { _ in variants.map { PartCost($0) } }
      + compared.map { .geometry($0) } + attacked.map { .targeted($0) } + [.linear]
      + studied.map { .certification($0) } + modern.map { PartCost($0) }
  }
}
