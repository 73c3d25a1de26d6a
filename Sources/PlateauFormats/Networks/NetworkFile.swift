public import PlateauNetworks
public import PlateauNumerics

/// A network in a safetensors file, with text about it.
///
/// The tensors are `layers.{i}.weight`, of shape `[outputs, inputs]`, and `layers.{i}.bias`; the
/// architecture is JSON in the metadata.
///
/// ```swift
/// try NetworkFile(network, metadata: ["data": "strokes"]).write(to: "model.safetensors")
/// let network = try NetworkFile<Float>.read("model.safetensors").network
/// ```
public struct NetworkFile<Element: Scalar>: Sendable, Hashable {
  /// The network.
  public var network: Network<Element>
  /// What its maker says of it: the data it was trained on, say.
  ///
  /// Names that start with `plateau.` are taken.
  public var metadata: [String: String]

  /// Creates the content of a file.
  public init(_ network: Network<Element>, metadata: [String: String] = [:]) {
    self.network = network
    self.metadata = metadata
  }

  /// Reads a network.
  ///
  /// Parameters are rounded to nearest where the file is more precise than `Element`.
  ///
  /// - Parameters:
  ///   - path: A safetensors file.
  ///   - architecture: The layers; needed where the file does not say them, and otherwise the same.
  ///   - activation: The nonlinearity after every layer but the last, for a file of dense layers
  ///     that does not say its architecture.
  /// - Returns: The network, and the metadata that is not its own description.
  /// - Throws: `FormatError` that names the tensor, where the file does not hold every parameter
  ///   of the architecture in its shape and nothing else, or a parameter is not finite.
  public static func read(
    _ path: String, architecture: Architecture? = nil, activation: Activation? = nil
  ) throws(FormatError) -> NetworkFile {
    try NetworkFile(
      try SafetensorsFile.read(path), architecture: architecture, activation: activation)
  }

  /// Writes the file under a name, in one step, replacing what is there.
  ///
  /// The same network and metadata give the same bytes.
  ///
  /// - Throws: `FormatError` with the system's reason, or where a name in `metadata` is taken; an
  ///   old file is then intact.
  public func write(to path: String) throws(FormatError) {
    try safetensors().write(to: path)
  }

  /// The content of the safetensors file.
  ///
  /// - Throws: `FormatError` where a name in `metadata` is taken.
  public func safetensors() throws(FormatError) -> SafetensorsBuilder {
    if let taken = metadata.keys.sorted().first(where: { $0.hasPrefix(NetworkMetadata.prefix) }) {
      throw FormatError(
        .mismatch,
        "The metadata name \(taken.quotedForMessage) is taken: names that start with "
          + "'\(NetworkMetadata.prefix)' describe the network. Choose another.")
    }
    var builder = SafetensorsBuilder(metadata: metadata)
    builder.metadata[NetworkMetadata.version] = NetworkMetadata.currentVersion
    builder.metadata[NetworkMetadata.architecture] =
      try NetworkMetadata.text(of: network.architecture)
    for tensor in network.architecture.layout.tensors {
      builder.add(tensor.name, shape: tensor.shape, values: network[tensor])
    }
    return builder
  }
}
