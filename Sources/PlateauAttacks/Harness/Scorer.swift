import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Evaluates a model for a search in one precision; the search itself keeps its numbers in Double.
protocol Scorer: AnyObject {
  var hasInputGradient: Bool { get }
  /// Computes the logits of the real model.
  func evaluate(_ points: RowBuffer<Double>, into logits: RowBuffer<Double>)
  /// Computes the logits from which gradients are taken; `isRounded` says that the points are those
  /// that `signStep` has just moved.
  func forward(
    _ points: RowBuffer<Double>, _ rule: GradientRule, isRounded: Bool,
    into logits: RowBuffer<Double>)
  /// Moves points by the signs of the latest gradient, and into the ball and the box.
  ///
  /// It also rounds them to the precision, since passes over memory are what a step costs.
  func signStep(
    _ points: RowBuffer<Double>, around origins: RowBuffer<Double>, by size: Double,
    within threat: ThreatModel)
  /// Takes the objective's cotangents at the latest logits and pulls them back.
  func ascend(_ objective: Objective, into values: UnsafeMutablePointer<Double>)
  /// Pulls cotangents back.
  func pullBack(_ cotangents: RowBuffer<Double>, _ exponents: UnsafeMutablePointer<Int64>)
  /// The exponents of the latest gradient.
  var exponents: UnsafeMutablePointer<Int64> { get }
  /// Whether a row of the latest gradient is exactly zero.
  func isZero(row: Int) -> Bool
  /// Copies a row of the latest gradient, with its exponent, to another row.
  func moveGradient(row: Int, to target: Int)
  /// Copies the latest gradient.
  func copyGradient(into gradient: RowBuffer<Double>)
}

/// What a search ascends: a loss of the label, or the way from it to another class.
struct Objective {
  let loss: LogitLoss
  let rule: GradientRule
  let labels: UnsafePointer<Int32>
  /// The class aimed at, below 0 for none.
  let aims: UnsafePointer<Int32>
  /// Whether rows have aims: all of them, or none.
  let isAimed: Bool
}

/// Evaluates in memory of its own, which is rounded to the precision.
final class PrecisionScorer<Element: Scalar>: Scorer {
  private let evaluator: any Evaluator<Element>
  private let points: RowBuffer<Element>
  private let logits: RowBuffer<Element>
  private let cotangents: RowBuffer<Element>
  private let gradient: RowBuffer<Element>
  private let values: RowBuffer<Element>
  let exponents: UnsafeMutablePointer<Int64>

  /// Allocates the memory, around an evaluator of its own.
  init(_ model: some AttackableModel, capacity: Int, _ evaluator: any Evaluator<Element>) {
    self.evaluator = evaluator
    points = RowBuffer(capacity: capacity, columns: model.inputShape.count)
    gradient = RowBuffer(capacity: capacity, columns: model.inputShape.count)
    logits = RowBuffer(capacity: capacity, columns: model.classCount)
    cotangents = RowBuffer(capacity: capacity, columns: model.classCount)
    values = RowBuffer(capacity: capacity, columns: 1)
    exponents = .allocate(capacity: max(1, capacity))
    exponents.initialize(repeating: 0, count: max(1, capacity))
  }

  deinit {
    exponents.deallocate()
  }

  var hasInputGradient: Bool { evaluator.hasInputGradient }

  func evaluate(_ source: RowBuffer<Double>, into target: RowBuffer<Double>) {
    evaluator.evaluate(rounded(source), into: logits)
    widen(logits, into: target)
  }

  func forward(
    _ source: RowBuffer<Double>, _ rule: GradientRule, isRounded: Bool,
    into target: RowBuffer<Double>
  ) {
    evaluator.forward(rounded(source, isDone: isRounded), rule: rule, into: logits)
    widen(logits, into: target)
  }

  func signStep(
    _ source: RowBuffer<Double>, around origins: RowBuffer<Double>, by size: Double,
    within threat: ThreatModel
  ) {
    Element.kernels.signStepRounding(
      count: source.count * source.columns, point: source.pointer, along: gradient.pointer,
      around: origins.pointer, step: size, epsilon: threat.epsilon,
      lower: threat.bounds.lowerBound, upper: threat.bounds.upperBound, rounded: points.pointer)
  }

  func ascend(_ objective: Objective, into results: UnsafeMutablePointer<Double>) {
    let rows = logits.count
    let classes = logits.columns
    cotangents.count = rows
    let isRatio = objective.loss == .logitRatio
    if isRatio {
      exponents.update(repeating: 0, count: rows)
      Element.kernels.logitRatio(
        rows: rows, classes: classes, logits: logits.pointer, labels: objective.labels,
        targets: objective.isAimed ? objective.aims : nil, gradient: cotangents.pointer,
        ratios: values.pointer)
    } else {
      let classesOfLoss = objective.isAimed ? objective.aims : objective.labels
      objective.loss.seed(
        logits.pointer, rows: rows, classes: classes, labels: classesOfLoss,
        rule: objective.rule, into: cotangents.pointer, exponents: exponents,
        values: values.pointer)
    }
    if objective.isAimed && !isRatio {
      Element.kernels.scale(count: rows * classes, values: cotangents.pointer, by: -1)
      Element.kernels.scale(count: rows, values: values.pointer, by: -1)
    }
    evaluator.pullBack(cotangents, exponents: exponents, into: gradient)
    values.count = rows
    widen(values, into: results)
  }

  func pullBack(_ source: RowBuffer<Double>, _ powers: UnsafeMutablePointer<Int64>) {
    let rows = source.count
    cotangents.count = rows
    narrow(source.pointer, rows * source.columns, into: cotangents.pointer)
    exponents.update(from: powers, count: rows)
    evaluator.pullBack(cotangents, exponents: exponents, into: gradient)
    powers.update(from: exponents, count: rows)
  }

  func isZero(row: Int) -> Bool {
    Element.kernels.largestMagnitude(count: gradient.columns, of: gradient.row(row)) == 0
  }

  func moveGradient(row: Int, to target: Int) {
    gradient.row(target).update(from: gradient.row(row), count: gradient.columns)
    exponents[target] = exponents[row]
  }

  func copyGradient(into target: RowBuffer<Double>) { widen(gradient, into: target) }

  private func rounded(
    _ source: RowBuffer<Double>, isDone: Bool = false
  ) -> RowBuffer<Element> {
    if let same = source as? RowBuffer<Element> { return same }
    points.count = source.count
    if isDone { return points }
    narrow(source.pointer, source.count * source.columns, into: points.pointer)
    return points
  }

  private func narrow(
    _ source: UnsafePointer<Double>, _ count: Int, into target: UnsafeMutablePointer<Element>
  ) {
    if let target = target as? UnsafeMutablePointer<Double> {
      target.update(from: source, count: count)
    } else if let target = target as? UnsafeMutablePointer<Float> {
      Double.kernels.toSingles(count: count, source, into: target)
    }
  }

  private func widen(_ source: RowBuffer<Element>, into target: RowBuffer<Double>) {
    target.count = source.count
    widen(source, into: target.pointer)
  }

  private func widen(_ source: RowBuffer<Element>, into target: UnsafeMutablePointer<Double>) {
    let count = source.count * source.columns
    if let source = source as? RowBuffer<Double> {
      target.update(from: source.pointer, count: count)
    } else if let source = source as? RowBuffer<Float> {
      Double.kernels.fromSingles(count: count, source.pointer, into: target)
    }
  }
}
