import PlateauNetworks

/// Everything that determines a reproduction besides the data.
public struct ReproductionPlan: Codable, Sendable, Hashable {
  /// The version of this layout and of what is measured.
  public var version = 1
  /// Whether networks train shortly and few examples are attacked.
  public var isQuick: Bool
  /// The seed of everything random.
  public var seed: UInt64
  /// The ℓ∞ sizes of perturbations, ascending.
  public var epsilons: [Double]
  /// The number of test examples, from the first, that iterative attacks meet.
  public var attackedExamples: Int
  /// The factor on the hidden weights and biases of sigmoid networks, in the rows that show its
  /// effect.
  public var gain: Double
  /// The factor on the last layer of sigmoid networks, in the rows that show its effect.
  public var logitGain: Double

  /// Creates the plan of the full or the quick reproduction.
  ///
  /// The values of epsilon are the classical 0.25 for MNIST, and 0.1 and 0.3. Both gains
  /// were chosen on validation images.
  public init(isQuick: Bool, seed: UInt64 = 0) {
    self.isQuick = isQuick
    self.seed = seed
    epsilons = [0.1, 0.25, 0.3]
    attackedExamples = isQuick ? 200 : 1000
    gain = 300
    logitGain = 30
  }

  /// The networks of the first table: each preset, and sigmoid networks also with the gains.
  ///
  /// Gains on the vanilla network are the control: what they alone do, without saturation.
  var variants: [NetworkVariant] {
    Preset.all.flatMap { preset -> [NetworkVariant] in
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
}
