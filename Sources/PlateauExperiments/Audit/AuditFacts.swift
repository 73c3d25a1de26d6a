/// What the checks of one epsilon look at, as shares of all examples unless said otherwise.
struct AuditFacts {
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
  /// The lowest naive accuracy.
  var naive: Double { min(naiveFGSM, naivePGD) }
}
