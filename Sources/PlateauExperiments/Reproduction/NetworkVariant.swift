import PlateauNetworks

/// A trained network, as it is or with gains on its layers.
struct NetworkVariant: Sendable, Hashable {
  let preset: Preset
  /// The factor on weights and biases of all hidden layers.
  var gain = 1.0
  /// The factor on weights and biases of the last layer.
  var logitGain = 1.0
  /// The factor on the logits of every attention.
  var attentionGain = 1.0

  /// The name of the preset, with its gains where these are not 1.
  var name: String {
    var name = preset.name
    if gain != 1 { name += " × \(Self.text(gain))" }
    if logitGain != 1 { name += ", logits × \(Self.text(logitGain))" }
    if attentionGain != 1 { name += ", attention × \(Self.text(attentionGain))" }
    return name
  }

  private static func text(_ factor: Double) -> String {
    Int(exactly: factor).map(String.init) ?? "\(factor)"
  }

  /// Applies the gains.
  func network(_ trained: Network<Float>) -> Network<Double> {
    let network = Network<Double>(trained).multiplyingHiddenLayers(by: gain)
      .multiplyingLogits(by: logitGain)
    guard attentionGain != 1 else { return network }
    return network.multiplyingAttention(by: attentionGain) ?? network
  }
}
