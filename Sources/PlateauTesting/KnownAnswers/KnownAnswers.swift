import PlateauNetworks
import PlateauRobustness

/// Models made from seeds whose robustness is known, to keep evaluations honest.
///
/// Each is made within a second or two, on a small task of its own, and classifies at least 95 % of
/// its clean examples correctly.
///
/// ```swift
/// for answer in try KnownAnswers.all() {
///   let verdict = evaluate(answer.model, answer.examples, answer.threat)
///   #expect(answer.verdicts.contains(verdict))
/// }
/// ```
public enum KnownAnswers {
  /// Every model, in the order of the functions.
  ///
  /// - Returns: One answer each.
  /// - Throws: what training throws.
  public static func all() throws -> [KnownAnswer] {
    [
      try saturated(), try scaledLogits(), try deadUnits(), try quantizedInput(),
      try noisyInput(), try lookup(), try vanilla(), try linear(), try intervalTrained(),
    ]
  }

  /// A network trained to saturate, its hidden weights and biases then multiplied by 30.
  ///
  /// Most of its naive gradients in single precision are exactly zero; a softened gradient breaks
  /// nearly every example.
  public static func saturated() throws -> KnownAnswer {
    answer(
      "saturated × 30", try KnownNetworks.saturated().multiplyingHiddenLayers(by: 30),
      epsilon: 0.1, ["MASKED"])
  }

  /// A usual network with all logits multiplied by 1000, which rounds softmax to 0 and 1.
  public static func scaledLogits() throws -> KnownAnswer {
    answer(
      "logits × 1000", try KnownNetworks.trained(.tanh).multiplyingLogits(by: 1000), epsilon: 0.1,
      ["MASKED"])
  }

  /// A linear classifier behind hard steps of ReLU: nearly everywhere the gradient ends at units
  /// of slope 0, in exact arithmetic too; a softened gradient breaks nearly every example.
  public static func deadUnits() throws -> KnownAnswer {
    answer(
      "dead ReLU", try KnownNetworks.steps(gain: 30), epsilon: 0.1, ["MASKED", "BROKEN"])
  }

  /// A usual network that rounds its input to 16 levels, and so has no gradient anywhere.
  public static func quantizedInput() throws -> KnownAnswer {
    answer(
      "quantized input", QuantizedInput(try KnownNetworks.trained(.sigmoid), levels: 16),
      epsilon: 0.1, ["MASKED"])
  }

  /// A usual network that adds noise to its input, other noise at every evaluation.
  ///
  /// Whoever asks often enough finds a wrong answer where nothing was changed. Averaged over many
  /// draws, its logits are nearly those of a network without noise.
  ///
  /// - Parameter draws: The evaluations that each answer is the mean of.
  /// - Returns: The answer; averaged, it may also be plausible.
  /// - Throws: what training throws.
  public static func noisyInput(draws: Int = 1) throws -> KnownAnswer {
    answer(
      "noisy input", NoisyInput(try KnownNetworks.trained(.sigmoid), deviation: 0.12, draws: draws),
      epsilon: 0.01, draws == 1 ? ["INCONCLUSIVE"] : ["INCONCLUSIVE", "BROKEN", "PLAUSIBLE"])
  }

  /// A table of the very examples it is evaluated on, which answers with the label of the nearest.
  ///
  /// It knows the labels, so that nothing measured on these examples tells about others.
  public static func lookup() throws -> KnownAnswer {
    answer(
      "label lookup", LabelLookup(KnownData.test), epsilon: 0.1,
      ["INCONCLUSIVE", "MASKED", "BROKEN"])
  }

  /// A usual network, at an epsilon that turns every example.
  public static func vanilla() throws -> KnownAnswer {
    answer("vanilla", try KnownNetworks.trained(.sigmoid), epsilon: 0.25, ["BROKEN"])
  }

  /// A linear classifier, at an epsilon at which over half of its examples are provably robust.
  public static func linear() throws -> KnownAnswer {
    answer("linear", try KnownNetworks.trained(.relu, widths: []), epsilon: 0.02, ["ROBUST"])
  }

  /// A network trained on interval bounds, at an epsilon at which these prove over half of its
  /// examples.
  public static func intervalTrained() throws -> KnownAnswer {
    answer("interval-trained", try KnownNetworks.intervalTrained(), epsilon: 0.02, ["ROBUST"])
  }

  private static func answer(
    _ name: String, _ model: some AttackableModel, epsilon: Double, _ verdicts: [String]
  ) -> KnownAnswer {
    KnownAnswer(
      name: name, model: model, network: model as? Network<Double>, examples: KnownData.test,
      training: KnownData.training, threat: ThreatModel(norm: .lInfinity, epsilon: epsilon),
      verdicts: verdicts)
  }
}
