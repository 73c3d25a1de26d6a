public import PlateauNetworks
import PlateauTraining

/// A ready configuration of one of the perceptrons that the reproduction compares.
///
/// The paper's summary states neither widths nor learning rates nor λ: these are our choice, made
/// on the last 10,000 training images of MNIST.
public struct Preset: Sendable, Hashable {
  /// How the network is trained.
  public enum Training: String, Codable, Sendable, Hashable, CaseIterable {
    /// On cross-entropy alone.
    case vanilla
    /// On ½·clean + ½·FGSM examples of ε = 0.25.
    case adversarial
    /// With the annealed saturation penalty, and no adversarial example ever.
    case saturating
  }

  /// How the network is trained.
  public let training: Training
  /// The nonlinearity: sigmoid or ReLU.
  public let activation: Activation

  /// The six presets, in the order of the first table.
  public static let all: [Preset] = [Activation.sigmoid, .relu].flatMap { activation in
    Training.allCases.map { Preset(training: $0, activation: activation) }
  }

  /// The name on the command line, such as `saturating-sigmoid`.
  public var name: String { "\(training.rawValue)-\(activation.rawValue)" }

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
