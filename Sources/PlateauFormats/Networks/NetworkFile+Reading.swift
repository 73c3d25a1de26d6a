public import PlateauNetworks
import PlateauNumerics

extension NetworkFile {
  /// Reads a network from the content of a file.
  ///
  /// - Parameters:
  ///   - file: The tensors.
  ///   - architecture: The layers; needed where the file does not say them, and otherwise the same.
  ///   - activation: The nonlinearity after every layer but the last, for a file of dense layers
  ///     that does not say its architecture.
  /// - Throws: `FormatError`, as for a path.
  public init(
    _ file: SafetensorsFile, architecture: Architecture? = nil, activation: Activation? = nil
  ) throws(FormatError) {
    let layers = try Self.layers(of: file, architecture, activation)
    // Shapes are compared before anything of their size is allocated.
    for tensor in layers.layout.tensors { try Self.check(tensor, in: file) }
    let known = Set(layers.layout.tensors.map(\.name))
    if let surplus = file.tensors.first(where: { !known.contains($0.name) }) {
      throw FormatError(
        .mismatch,
        "'\(file.name)' has the tensor \(surplus.name.quotedForMessage), for which the "
          + "architecture \(layers.summary.onOneLine) has no place. Load it with the architecture it was "
          + "saved with.")
    }
    var parameters: [Element] = []
    parameters.reserveCapacity(layers.layout.count)
    for tensor in layers.layout.tensors {
      parameters.append(contentsOf: try file.finiteValues(of: tensor.name) as [Element])
    }
    do {
      network = try Network(layers, parameters: parameters)
    } catch {
      throw FormatError(.mismatch, "'\(file.name)': \(error.message.onOneLine)")
    }
    metadata = file.metadata.filter { !$0.key.hasPrefix(NetworkMetadata.prefix) }
  }

  private static func layers(
    of file: SafetensorsFile, _ given: Architecture?, _ activation: Activation?
  ) throws(FormatError) -> Architecture {
    let declared = try NetworkMetadata.architecture(of: file)
    if let declared, let given, declared != given {
      throw FormatError(
        .mismatch,
        "'\(file.name)' declares the architecture \(declared.listForMessage); "
          + "\(given.listForMessage) was given. Load it with the architecture it was saved with.")
    }
    if let activation, let layers = declared ?? given,
      let other = layers.hiddenActivations.first(where: { $0 != activation })
    {
      throw FormatError(
        .mismatch,
        "'\(file.name)' is to be read with the activation '\(activation.rawValue)', but its "
          + "architecture has '\(other?.rawValue ?? "none")'. Leave the activation out.")
    }
    if let layers = declared ?? given { return layers }
    guard let activation else {
      throw FormatError(
        .mismatch,
        "'\(file.name)' does not say its architecture: it has no '\(NetworkMetadata.architecture)' "
          + "in its metadata. Give the activation of its dense layers, or the whole architecture.")
    }
    return try Architecture(denseLayersOf: file, activation: activation)
  }

  private static func check(
    _ tensor: ParameterLayout.Tensor, in file: SafetensorsFile
  ) throws(FormatError) {
    guard let stored = file.tensor(tensor.name) else {
      throw FormatError(
        .mismatch,
        "'\(file.name)' has no tensor '\(tensor.name)'; the architecture needs it, of shape "
          + "\(tensor.shape). Load it with the architecture it was saved with.")
    }
    guard stored.shape == tensor.shape else {
      throw FormatError(
        .mismatch,
        "Tensor '\(tensor.name)' of '\(file.name)' has shape \(stored.shape); the architecture "
          + "needs \(tensor.shape). Load it with the architecture it was saved with.")
    }
    try file.checkParameters(stored)
  }
}

extension Architecture {
  /// The sizes and activations, for messages.
  fileprivate var listForMessage: String {
    let names = hiddenActivations.map { $0?.rawValue ?? "none" }
    let functions = Set(names).count == 1 ? names[0] : names.joined(separator: ", ")
    return (functions.isEmpty ? summary : "\(summary) (\(functions))").onOneLine
  }
}
