import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Decides, for one thread, what proposals come to.
///
/// It alone evaluates the real model in Double, on inputs that it has moved inside itself.
final class Judge {
  /// What a proposal came to.
  struct Verdict {
    var isSuccess: Bool
    var isPrecisionDependent: Bool
  }

  let inputs: RowBuffer<Float>
  private let containment: Containment
  private let widened: RowBuffer<Double>
  private let exact: RowBuffer<Double>
  private let narrow: RowBuffer<Float>
  private let doubleEvaluator: any Evaluator<Double>
  private let floatEvaluator: any Evaluator<Float>

  /// Allocates the memory, around evaluators of its own.
  init(
    _ model: some AttackableModel, _ containment: Containment, capacity: Int,
    _ doubleEvaluator: any Evaluator<Double>, _ floatEvaluator: any Evaluator<Float>
  ) {
    self.containment = containment
    self.doubleEvaluator = doubleEvaluator
    self.floatEvaluator = floatEvaluator
    let columns = model.inputShape.count
    inputs = RowBuffer(capacity: capacity, columns: columns)
    widened = RowBuffer(capacity: capacity, columns: columns)
    exact = RowBuffer(capacity: capacity, columns: model.classCount)
    narrow = RowBuffer(capacity: capacity, columns: model.classCount)
  }

  /// Places a proposal, moved inside the threat model, in a row to be judged.
  func place(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, row: Int
  ) {
    containment.contain(
      proposal, around: origin, count: inputs.columns, into: inputs.pointer + row * inputs.columns)
  }

  /// Evaluates the rows placed.
  func evaluate(rows: Int) {
    evaluateExactly(rows: rows)
    narrow.count = rows
    floatEvaluator.evaluate(inputs, into: narrow)
  }

  /// Evaluates the rows placed in Double only; ``isMisclassified(row:label:)`` may be asked then.
  func evaluateExactly(rows: Int) {
    inputs.count = rows
    widened.count = rows
    exact.count = rows
    Double.kernels.fromSingles(
      count: rows * inputs.columns, inputs.pointer, into: widened.pointer)
    doubleEvaluator.evaluate(widened, into: exact)
  }

  /// Whether the label does not win on a row evaluated.
  func isMisclassified(row: Int, label: Int) -> Bool {
    Self.reachesGoal(exact.row(row), exact.columns, label, nil)
  }

  /// Decides on a row evaluated: whether the label no longer wins, or the target does.
  func verdict(row: Int, label: Int, target: Int?) -> Verdict {
    let exact = Self.reachesGoal(self.exact.row(row), self.exact.columns, label, target)
    let narrow = Self.reachesGoal(self.narrow.row(row), self.narrow.columns, label, target)
    return Verdict(isSuccess: exact, isPrecisionDependent: exact != narrow)
  }

  /// The size of a row placed, under the norm of the threat.
  func size(row: Int, around origin: UnsafePointer<Float>) -> Double {
    containment.ball.size(
      of: PerturbationSize(
        from: origin, to: UnsafePointer(inputs.row(row)), count: inputs.columns))
  }

  /// Whether the target wins, or without one the label does not: a tie is enough then.
  static func reachesGoal<Element: Scalar>(
    _ logits: UnsafePointer<Element>, _ classes: Int, _ label: Int, _ target: Int?
  ) -> Bool {
    guard let target else { return !Decision.wins(label, among: logits, classes: classes) }
    return Decision.wins(target, among: logits, classes: classes)
  }
}
