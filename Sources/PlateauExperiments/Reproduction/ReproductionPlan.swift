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
  /// The factor on the hidden weights and biases of the saturating sigmoid network in the row that
  /// shows the effect of a gain.
  public var gain: Double

  /// Creates the plan of the full or the quick reproduction.
  ///
  /// The values of epsilon are the classical 0.25 for MNIST, and 0.1 and 0.3. The gain was chosen
  /// on validation images.
  public init(isQuick: Bool, seed: UInt64 = 0) {
    self.isQuick = isQuick
    self.seed = seed
    epsilons = [0.1, 0.25, 0.3]
    attackedExamples = isQuick ? 200 : 1000
    gain = 300
  }

  /// The networks of the first table: each preset, and the saturating sigmoid one with the gain.
  var variants: [(preset: Preset, gain: Double)] {
    Preset.all.flatMap { preset -> [(preset: Preset, gain: Double)] in
      let isShown = preset.training == .saturating && preset.activation == .sigmoid
      return isShown ? [(preset, 1), (preset, gain)] : [(preset, 1)]
    }
  }
}
