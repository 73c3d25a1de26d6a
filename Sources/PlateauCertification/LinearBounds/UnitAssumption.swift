/// That what enters a nonlinearity lies in an interval: a part of a problem that was split.
struct UnitAssumption: Sendable, Hashable {
  /// The index of the stage.
  let stage: Int
  /// The unit, in the order of memory: channels last.
  let unit: Int
  let interval: ClosedRange<Double>
}
