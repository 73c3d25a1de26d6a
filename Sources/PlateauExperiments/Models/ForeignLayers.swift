public import PlateauNetworks

/// The layers of a network in a safetensors file that does not say them.
public enum ForeignLayers: Sendable, Hashable {
  /// Dense layers, with this nonlinearity between them.
  case activation(Activation)
  /// Any layers.
  case architecture(Architecture)
}
