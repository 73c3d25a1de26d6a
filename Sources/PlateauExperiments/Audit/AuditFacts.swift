/// What the checks of one epsilon look at, as shares of all examples unless said otherwise.
struct AuditFacts {
  /// Whether there are gradients to attack by; numbers about these say nothing otherwise.
  var hasGradients = true
  var naiveFGSM = 0.0
  var naivePGD = 0.0
  var naiveDoubleFGSM = 0.0
  var stableFGSM = 0.0
  var stablePGD = 0.0
  var zeroGradients = 0.0
  var unchanged = 0.0
  var precisionDependent = 0.0
  /// What withstands every attack along exact gradients.
  var exact = 0.0
  /// What stronger search along exact gradients broke beyond all attacks before: twice the steps,
  /// more starts, shrinking steps on the margin, adaptive steps, and targets.
  var steps = 0.0
  var restarts = 0.0
  var margin = 0.0
  var adaptive = 0.0
  var targets = 0.0
  /// What an attack broke beyond those before it.
  var moreIterations = 0.0
  var moreRestarts = 0.0
  var sweep: Double?
  var square = 0.0
  var hopSkipJump = 0.0
  var transfer: Double?
  var noise = 0.0
  /// What a complete search refuted; nil where there was none.
  var refuted: Double?
  /// What attacks without the model's gradients broke beyond all others.
  var withoutGradients: Double { square + hopSkipJump + noise + (transfer ?? 0) }
  /// The lowest accuracy that the same attacks leave with stable gradients in Double.
  var stable: Double { min(stableFGSM, stablePGD) }
  /// The lowest naive accuracy.
  var naive: Double { min(naiveFGSM, naivePGD) }
}
