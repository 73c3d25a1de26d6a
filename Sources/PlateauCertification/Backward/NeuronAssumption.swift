/// That what enters a neuron's nonlinearity lies in a range: a part of a problem that was split.
struct NeuronAssumption: Sendable {
  /// The index of the stage.
  let stage: Int
  /// The neuron, in the order of memory: channels last.
  let unit: Int
  let range: NeuronRange
}
