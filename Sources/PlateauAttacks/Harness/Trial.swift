import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// The examples of one shard under attack, for one thread.
///
/// An attack moves ``iterates`` along ``gradient`` and proposes them. It sees no verdicts: rows that
/// are settled leave the batch, so that ``count`` shrinks, and the others move up.
public final class Trial<Element: Scalar> {
  /// What is allowed.
  public let threat: ThreatModel
  /// The number of examples still under attack; they are the first rows of every buffer.
  public internal(set) var count = 0
  /// The unperturbed examples, of shape `[count, features]`.
  public let origins: RowBuffer<Element>
  /// Where the search stands, of shape `[count, features]`; at the origins when a start begins.
  public let iterates: RowBuffer<Element>
  /// The direction in which the goal comes nearer, of shape `[count, features]`.
  ///
  /// Each row has a positive scale of its own.
  public let gradient: RowBuffer<Element>

  let options: AttackOptions
  let logits: RowBuffer<Element>
  let evaluator: any Evaluator<Element>
  let judge: Judge
  /// What gradients are taken for: the labels, or the targets.
  var classes: [Int32]
  var labels: [Int32]
  /// The row of each example in the ledger.
  var places: [Int]
  /// The number of each example from which its random numbers derive.
  var numbers: [Int]
  /// The rows under judgment; kept so that a step allocates nothing.
  var proposedRows: [Int]
  let isTargeted: Bool
  var ledger: Ledger
  var originals: UnsafePointer<Float>
  private var start = 0
  private var isFirstGradient = true

  init(
    _ model: some AttackableModel, threat: ThreatModel, options: AttackOptions, isTargeted: Bool,
    capacity: Int, ledger: Ledger, originals: UnsafePointer<Float>
  ) {
    self.threat = threat
    self.options = options
    self.isTargeted = isTargeted
    self.ledger = ledger
    self.originals = originals
    let columns = model.inputShape.count
    origins = RowBuffer(capacity: capacity, columns: columns)
    iterates = RowBuffer(capacity: capacity, columns: columns)
    gradient = RowBuffer(capacity: capacity, columns: columns)
    logits = RowBuffer(capacity: capacity, columns: model.classCount)
    evaluator = model.makeEvaluator(Element.self, capacity: capacity)
    judge = Judge(model, Containment(threat), capacity: capacity)
    classes = Array(repeating: 0, count: capacity)
    labels = classes
    places = Array(repeating: 0, count: capacity)
    numbers = places
    proposedRows = places
  }

  /// Puts every row at its origin.
  func begin(start: Int) {
    self.start = start
    isFirstGradient = true
    iterates.pointer.update(from: origins.pointer, count: count * origins.columns)
  }

  /// A generator of random numbers for one row, the same whatever else is in the batch.
  ///
  /// - Parameter row: A row in `0..<count`.
  /// - Returns: A generator at its start, which depends on the example and the start.
  public func generator(row: Int) -> SeededGenerator {
    SeededGenerator(
      seed: options.seed, purpose: Self.startPurpose, index: numbers[row] &* 65_536 &+ start)
  }

  private static var startPurpose: String { "attack" }

  /// Computes ``gradient`` at the iterates, and counts a step.
  ///
  /// Rows that look settled are proposed on the way, and may leave.
  public func computeGradient() {
    guard count > 0 else { return }
    shrinkBuffers()
    evaluator.gradient(
      of: options.loss, at: iterates, labels: classes, rule: options.rule, into: gradient,
      logits: logits)
    for row in 0..<count {
      ledger.entries[places[row]].queries += 1
      ledger.entries[places[row]].iterations += 1
    }
    if isFirstGradient { noteZeroGradients() }
    isFirstGradient = false
    if options.leavesEarly { settleApparent() }
    if isTargeted { Element.kernels.scale(Int64(count * gradient.columns), gradient.pointer, -1) }
  }

  /// Hands every iterate to the harness.
  public func propose() {
    guard count > 0 else { return }
    settle { _ in true }
  }

  private func shrinkBuffers() {
    origins.count = count
    iterates.count = count
    gradient.count = count
    logits.count = count
  }

  private func noteZeroGradients() {
    let columns = gradient.columns
    for row in 0..<count
    where Element.kernels.largestMagnitude(Int64(columns), gradient.row(row)) == 0 {
      ledger.entries[places[row]].zeroStarts += 1
    }
  }

  /// Proposes the rows whose logits, in the precision of the search, reach the goal.
  private func settleApparent() {
    if case .surrogate = options.rule {
      evaluator.evaluate(iterates, into: logits)
      for row in 0..<count { ledger.entries[places[row]].queries += 1 }
    }
    let columns = logits.columns
    settle { [logits] row in
      Judge.wins(
        logits.row(row), columns, Int(labels[row]), isTargeted ? Int(classes[row]) : nil)
    }
  }
}
