public import PlateauNetworks
import PlateauTraining

/// A ready configuration of one of the networks that the reproduction compares, of the residual
/// network for CIFAR-10, or of one trained for certificates.
///
/// The paper's summary states neither widths nor learning rates nor λ: these are our choice, made
/// on the last 10,000 training images of MNIST and CIFAR-10.
public struct Preset: Sendable, Hashable {
  /// How the network is trained.
  public enum Training: String, Codable, Sendable, Hashable, CaseIterable {
    /// On cross-entropy alone.
    case vanilla
    /// On ½·clean + ½·FGSM examples of ε = 0.25.
    case adversarial
    /// With the annealed saturation penalty, and no adversarial example ever.
    case saturating
    /// On interval bounds.
    case certified
    /// On interval bounds and the certified saturation penalty.
    case certifiedSaturating = "certified-saturating"
  }

  /// The kind of network.
  public enum Family: String, Codable, Sendable, Hashable, CaseIterable {
    /// 784-200-200-10.
    case mlp
    /// Two strided convolutions and a dense layer: of 32 and 64 channels and 128 units, or half as
    /// many channels and 100 units where units saturate.
    case strided
    /// Convolutions of 32 and 64 channels with pooling, and 128 dense units.
    case cnn
    /// Residual blocks of 16, 32 and 64 channels with batch normalization, for CIFAR-10.
    case residual
    /// A convolution and depthwise convolutions of 16, 32 and 64 channels.
    case depthwise
    /// A vision transformer of two blocks with two heads, 16 tokens of 32 numbers and 64 units for each.
    case transformer
  }

  /// How the network is trained.
  public let training: Training
  /// The nonlinearity: sigmoid or ReLU.
  public let activation: Activation
  /// The kind of network.
  public let family: Family

  /// Creates a preset of a perceptron, or of another family.
  init(training: Training, activation: Activation, family: Family = .mlp) {
    self.training = training
    self.activation = activation
    self.family = family
  }

  /// The six perceptrons, in the order of the first table.
  public static let perceptrons = presets(.mlp)

  /// The six convolutional networks, in the order of the first table.
  public static let convolutional = presets(.cnn)

  /// The residual network for CIFAR-10.
  public static let residual = Preset(training: .vanilla, activation: .relu, family: .residual)

  /// The four perceptrons trained for certificates at ε = 0.1.
  public static let certifiedPerceptrons = presets(.mlp, [.certified, .certifiedSaturating])

  /// The networks trained for certificates at ε = 0.1: four perceptrons, and two convolutional
  /// networks of more robustness.
  public static let certified =
    certifiedPerceptrons + [
      Preset(training: .certified, activation: .relu, family: .strided),
      Preset(training: .certifiedSaturating, activation: .sigmoid, family: .strided),
    ]

  /// Depthwise networks and vision transformers for MNIST, vanilla and saturating.
  public static let modern =
    [Activation.sigmoid, .relu].flatMap { activation in
      [Training.vanilla, .saturating].map {
        Preset(training: $0, activation: activation, family: .depthwise)
      }
    }
    + [Training.vanilla, .saturating].map {
      Preset(training: $0, activation: .relu, family: .transformer)
    }

  /// All presets.
  public static let all = perceptrons + convolutional + [residual] + modern + certified

  private static func presets(
    _ family: Family, _ trainings: [Training] = [.vanilla, .adversarial, .saturating]
  ) -> [Preset] {
    [Activation.sigmoid, .relu].flatMap { activation in
      trainings.map { Preset(training: $0, activation: activation, family: family) }
    }
  }

  /// The name on the command line, such as `saturating-sigmoid` or `vanilla-relu-cnn`.
  public var name: String {
    let name = "\(training.rawValue)-\(activation.rawValue)"
    return family == .mlp ? name : "\(name)-\(family.rawValue)"
  }

  /// The preset of a name.
  ///
  /// - Parameter name: One of the names of ``all``.
  /// - Returns: The preset.
  /// - Throws: `ExperimentError` that lists the names.
  public static func named(_ name: String) throws(ExperimentError) -> Preset {
    if let preset = all.first(where: { $0.name == name }) { return preset }
    throw ExperimentError(
      .configuration,
      "There is no preset '\(name)'. Presets: \(all.map(\.name).joined(separator: ", ")).")
  }
}
