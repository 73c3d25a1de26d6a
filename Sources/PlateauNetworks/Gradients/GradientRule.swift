/// How the gradient of a loss with respect to the input is computed.
public enum GradientRule: Sendable, Hashable {
  /// As a usual framework does in its working precision: softmax minus one-hot, slopes a·(1 − a).
  ///
  /// Exact zeros appear where softmax or an activation rounds to 0 or 1.
  case naive
  /// From logarithms of slopes, each example's signal kept as mantissas and a power of two.
  ///
  /// It does not underflow as a whole; single values far below the layer's largest may be flushed,
  /// and are counted.
  case stable
  /// The gradient of the softened network: φ(z/T) for sigmoid and tanh, T·softplus(z/T) for ReLU
  /// and T·[softplus(z/T) − softplus((z − 1)/T)] for clipped ReLU.
  ///
  /// Computed as `stable`. The softness T is any positive number; those beyond 2^±126 count as
  /// these in Float, beyond 2^±1022 in Double. T = 1 is the exact network for sigmoid and tanh, and
  /// below 1 theirs are steeper; rectifiers are softened by every T, by less than T·log 2, and exact
  /// in the limit of 0. `passes` says where the softened nonlinearities stand.
  case surrogate(softness: Double, passes: SurrogatePasses = .both)

  /// The word for the rule in records and on the command line.
  public var name: String {
    switch self {
    case .naive: "naive"
    case .stable: "stable"
    case .surrogate: "surrogate"
    }
  }

  /// The softness of a surrogate; nil for the other rules.
  public var softness: Double? {
    if case .surrogate(let softness, _) = self { softness } else { nil }
  }
}

/// Which passes of a surrogate gradient run through the softened network.
public enum SurrogatePasses: String, Sendable, Hashable, Codable {
  /// Both: the exact gradient of another, softer network.
  case both
  /// The backward pass only, at the pre-activations of the real network.
  ///
  /// Source: A. Athalye, N. Carlini and D. Wagner, "Obfuscated Gradients Give a False Sense of
  /// Security", 2018, section 4.1 (BPDA).
  case backward
}
