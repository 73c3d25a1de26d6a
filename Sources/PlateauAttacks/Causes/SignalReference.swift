/// The signals that go back through a network at one example as exact arithmetic gives them.
struct SignalReference {
  /// By stage, the gradient with respect to what its nonlinearity makes; nil where none arrives.
  var signals: [ScaledVector?]
  /// By stage, the gradient with respect to what enters its nonlinearity.
  var deltas: [ScaledVector?]
  /// Why the gradient is zero, if it is.
  var cause: ZeroGradientCause?

  init(stages: Int) {
    signals = Array(repeating: nil, count: stages)
    deltas = Array(repeating: nil, count: stages)
  }
}
