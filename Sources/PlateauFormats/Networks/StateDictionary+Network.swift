public import PlateauNetworks
public import PlateauNumerics

extension StateDictionary {
  /// The dense layers that the modules make up, with one nonlinearity between them.
  ///
  /// - Throws: `FormatError` where there is another module, or their shapes do not fit.
  public func architecture(activation: Activation) throws(FormatError) -> Architecture {
    guard let first = modules.first else {
      throw FormatError(
        .mismatch, "'\(file.name)' has no parameters. Check that it is the right file.")
    }
    var layers: [Layer] = []
    for module in modules {
      guard !module.lacksMeans else { throw withoutMeans(module) }
      guard module.kind == .dense, let shape = module.tensors["weight"]?.shape else {
        throw FormatError(
          .mismatch,
          "'\(file.name)' has the module \(module.name.quotedForMessage), a \(module.kind.rawValue); "
            + "an activation is enough for dense layers alone. Give the whole architecture.")
      }
      if !layers.isEmpty { layers.append(.activation(activation)) }
      layers.append(.dense(units: shape[0]))
    }
    let inputs = first.tensors["weight"]?.shape[1] ?? 0
    guard (1...Architecture.largestWidth).contains(inputs) else {
      throw FormatError(
        .mismatch,
        "Tensor '\(first.prefix)weight' of '\(file.name)' has a shape for \(inputs) inputs; a dense "
          + "layer has from 1 to \(Architecture.largestWidth). Give the whole architecture.")
    }
    do {
      return try Architecture(input: .vector(inputs), layers: layers)
    } catch {
      throw FormatError(
        .mismatch, "'\(file.name)' holds layers that are no network: \(error.message)")
    }
  }

  /// The modules that the layers of an architecture have their parameters from, in the order of its
  /// layout.
  ///
  /// - Throws: `FormatError` where there are more or fewer modules of a kind than such layers.
  public func modules(for architecture: Architecture) throws(FormatError) -> [Module] {
    var rest = modules
    var result: [Module] = []
    for layer in architecture.layersWithParameters {
      guard let index = rest.firstIndex(where: { $0.kind == layer.kind }) else {
        throw counts(layer.kind, architecture)
      }
      result.append(rest.remove(at: index))
    }
    if let surplus = rest.first { throw counts(surplus.kind, architecture) }
    return result
  }

  /// The network of an architecture, with the parameters of the modules.
  ///
  /// A bias that a module lacks is zero, and a batch normalization without scale and shift has 1 and
  /// 0.
  ///
  /// - Throws: `FormatError` that names the tensor, where modules do not fit the architecture or a
  ///   parameter is not finite.
  public func network<Element: Scalar>(
    of architecture: Architecture
  ) throws(FormatError) -> Network<Element> {
    var parameters: [Element] = []
    let modules = try modules(for: architecture)
    // Shapes are compared before anything of their size is allocated.
    for (layer, module) in zip(architecture.layersWithParameters, modules) {
      try check(module, as: layer)
    }
    parameters.reserveCapacity(architecture.layout.count)
    for (layer, module) in zip(architecture.layersWithParameters, modules) {
      for (part, tensor) in layer.tensors {
        guard let stored = module.tensors[part] else {
          parameters.append(
            contentsOf: repeatElement(part == "weight" ? 1 : 0, count: tensor.range.count))
          continue
        }
        parameters.append(contentsOf: try file.finiteValues(of: stored.name) as [Element])
      }
    }
    do {
      return try Network(architecture, parameters: parameters)
    } catch {
      throw FormatError(.mismatch, "'\(file.name)': \(error.message)")
    }
  }

  private func withoutMeans(_ module: Module) -> FormatError {
    FormatError(
      .unsupported,
      "'\(file.name)' has the module \(module.name.quotedForMessage) with \(module.parts) of shape "
        + "\(module.tensors.values.first?.shape ?? []) and no running_mean: a layer normalization, which "
        + "is not read, or a batch normalization that keeps no running means. Use batch normalization "
        + "that tracks them.")
  }

  private func check(_ module: Module, as layer: LayerWithParameters) throws(FormatError) {
    guard !module.lacksMeans else { throw withoutMeans(module) }
    for (part, tensor) in layer.tensors {
      guard let stored = module.tensors[part] else {
        // What a module may lack; running means are no choice.
        if part == "bias" || part == "weight" && layer.kind == .normalization { continue }
        throw FormatError(
          .mismatch,
          "'\(file.name)' has no tensor '\(module.prefix)\(part)', which batch normalization needs. "
            + "Save the state_dict of a model that tracks running statistics.")
      }
      guard stored.shape == tensor.shape else {
        let names = modules.filter { $0.kind == layer.kind }.map(\.name.quotedForMessage)
        throw FormatError(
          .mismatch,
          "Tensor \(stored.name.quotedForMessage) of '\(file.name)' has shape \(stored.shape); the "
            + "architecture needs \(tensor.shape) for '\(tensor.name)'. Modules are taken in the order "
            + "\(names.joined(separator: ", ")): correct the architecture, or rename them.")
      }
    }
    if let surplus = module.tensors.keys.sorted().first(where: { part in
      !layer.tensors.contains { $0.part == part }
    }) {
      throw FormatError(
        .mismatch,
        "'\(file.name)' has the tensor '\(module.prefix)\(surplus)', for which the architecture has no "
          + "place. Correct the architecture.")
    }
  }

  private func counts(_ kind: Kind, _ architecture: Architecture) -> FormatError {
    let names = modules.filter { $0.kind == kind }.map(\.name.quotedForMessage)
    let needed = architecture.layersWithParameters.count { $0.kind == kind }
    return FormatError(
      .mismatch,
      "'\(file.name)' has \(names.count) modules of the kind \(kind.rawValue)"
        + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
        + ", the architecture \(architecture.summary) has \(needed) such layers. Correct the "
        + "architecture.")
  }
}

extension StateDictionary.Module {
  /// What stands before the last part of its tensors' names.
  fileprivate var prefix: String { name.isEmpty ? "" : name + "." }

  /// Its tensors by the last part of their names.
  fileprivate var parts: String {
    StateDictionary.parts.filter { tensors[$0] != nil }.joined(separator: " and ")
  }
}
