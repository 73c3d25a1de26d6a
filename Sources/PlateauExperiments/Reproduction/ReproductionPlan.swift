import PlateauNetworks

/// Everything that determines a reproduction besides the data.
public struct ReproductionPlan: Codable, Sendable, Hashable {
  /// The version of this layout and of what is measured.
  public var version = 2
  /// Whether networks train shortly and few examples are attacked.
  public var isQuick: Bool
  /// The first seed of everything random.
  public var seed: UInt64
  /// The number of seeds: networks are trained and attacked anew for each, from `seed` on.
  public var seeds: Int
  /// The ℓ∞ sizes of perturbations, ascending.
  public var epsilons: [Double]
  /// The number of test examples, from the first, that iterative attacks meet.
  public var attackedExamples: Int
  /// The factor on the hidden weights and biases of sigmoid networks, in the rows that show its
  /// effect.
  public var gain: Double
  /// The factor on the last layer of sigmoid networks, in the rows that show its effect.
  public var logitGain: Double

  /// The factors on the hidden weights and biases of the saturating sigmoid network under targeted
  /// attacks, 1 first.
  public var targetedGains: [Double]
  /// The test examples, the first ones, whose responses are compared in dissimilarity matrices.
  public var stimuli: Int
  /// The test examples, the first ones, at which Jacobians are computed.
  public var jacobianExamples: Int
  /// The points of each path between two examples.
  public var pathPoints: Int

  /// Creates the plan of the full or the quick reproduction.
  ///
  /// The values of epsilon are the classical 0.25 for MNIST, and 0.1 and 0.3. Both gains
  /// were chosen on validation images.
  ///
  /// - Parameters:
  ///   - isQuick: Whether to train shortly and attack few examples.
  ///   - seed: The first seed.
  ///   - seeds: The number of seeds, at least 1.
  public init(isQuick: Bool, seed: UInt64 = 0, seeds: Int = 1) {
    precondition(seeds >= 1, "there is a seed")
    self.isQuick = isQuick
    self.seed = seed
    self.seeds = seeds
    epsilons = [0.1, 0.25, 0.3]
    attackedExamples = isQuick ? 200 : 1000
    gain = 300
    logitGain = 30
    targetedGains = isQuick ? [1, 30] : [1, 10, 30]
    stimuli = 100
    jacobianExamples = isQuick ? 20 : 100
    pathPoints = isQuick ? 21 : 51
  }

  /// The seeds, each with its number.
  var allSeeds: [UInt64] { (0..<seeds).map { seed &+ UInt64($0) } }

  /// The networks of the first table: each preset, and sigmoid networks also with the gains.
  ///
  /// Gains on the vanilla network are the control: what they alone do, without saturation.
  var variants: [NetworkVariant] {
    Preset.perceptrons.flatMap { preset -> [NetworkVariant] in
      let trained = NetworkVariant(preset: preset)
      guard preset.activation == .sigmoid, preset.training != .adversarial else {
        return [trained]
      }
      return [
        trained, NetworkVariant(preset: preset, gain: gain),
        NetworkVariant(preset: preset, logitGain: logitGain),
      ]
    }
  }

  /// The networks whose geometry is compared: as trained, and the saturating sigmoid network with the
  /// gain under which naive gradients are lost.
  var compared: [NetworkVariant] {
    plain.flatMap { variant in
      isGained(variant) ? [variant, NetworkVariant(preset: variant.preset, gain: gain)] : [variant]
    }
  }

  /// The networks under targeted attack.
  var attacked: [NetworkVariant] {
    plain.flatMap { variant in
      isGained(variant)
        ? targetedGains.map { NetworkVariant(preset: variant.preset, gain: $0) } : [variant]
    }
  }

  /// The vanilla and the saturating networks, as trained.
  private var plain: [NetworkVariant] {
    Preset.perceptrons.filter { $0.training != .adversarial }.map { NetworkVariant(preset: $0) }
  }

  private func isGained(_ variant: NetworkVariant) -> Bool {
    variant.preset.training == .saturating && variant.preset.activation == .sigmoid
  }

  /// What is measured of a network's geometry.
  func analysis(classes: Int) -> AnalysisPlan {
    var plan = AnalysisPlan(classes: classes)
    plan.stimuli = stimuli
    plan.jacobianExamples = jacobianExamples
    plan.points = pathPoints
    return plan
  }
}
