public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// The examples of one shard under attack, for one thread.
///
/// An attack moves ``iterates`` and proposes them. It sees no verdicts: rows that are settled leave
/// the batch, so that ``count`` shrinks, and the others move up with all that is kept for them.
/// Numbers are kept in Double; the model is evaluated in the precision of the options.
public final class Trial {
  /// What is allowed.
  public let threat: ThreatModel
  /// How the attack computes.
  public let options: AttackOptions
  /// The shape of one example.
  public let inputShape: InputShape
  /// The number of classes.
  public let classCount: Int
  /// Whether the goal names a class for each example.
  public let isTargeted: Bool
  /// The number of examples still under attack; they are the first rows of every buffer.
  public internal(set) var count = 0
  /// The unperturbed examples, of shape `[count, features]`.
  public let origins: RowBuffer<Double>
  /// Where the search stands, of shape `[count, features]`; at the origins when a start begins.
  public let iterates: RowBuffer<Double>
  /// The logits of the latest evaluation, of shape `[count, classes]`.
  public let logits: RowBuffer<Double>
  /// The objective of each row at the latest gradient.
  public let objectives: RowBuffer<Double>

  let scorer: any Scorer
  let judge: Judge
  var labels: [Int32]
  /// The classes that the search is drawn to; below 0 it only leaves the label.
  var aims: [Int32]
  /// The classes of a targeted goal.
  var targets: [Int32]
  /// The row of each example in the ledger.
  var places: [Int]
  /// The number of each example from which its random numbers derive.
  var numbers: [Int]
  /// The rows under judgment; kept so that a step allocates nothing.
  var proposedRows: [Int]
  var generators: [SeededGenerator]
  var states: [String: any RowState] = [:]
  let ledger: Ledger
  let originals: UnsafePointer<Float>
  /// Some of the rows, and their logits.
  lazy var gathered = RowBuffer<Double>(capacity: origins.capacity, columns: origins.columns)
  lazy var gatheredLogits = RowBuffer<Double>(capacity: origins.capacity, columns: classCount)
  private let widened: RowBuffer<Double>
  /// Whether ``gradient`` holds the latest one; until someone asks, only the scorer does.
  private(set) var isWidened = false
  private var isFirstGradient = true
  /// Whether the search of every row is drawn to a class.
  private(set) var isAimed = false

  init(
    _ model: some AttackableModel, threat: ThreatModel, options: AttackOptions, isTargeted: Bool,
    capacity: Int, ledger: Ledger, originals: UnsafePointer<Float>,
    evaluators shared: SeatEvaluators? = nil
  ) {
    let evaluators =
      shared
      ?? SeatEvaluators.all(model, options.precision, capacity: capacity, count: 1)[0]
    self.threat = threat
    self.options = options
    self.isTargeted = isTargeted
    self.ledger = ledger
    self.originals = originals
    inputShape = model.inputShape
    classCount = model.classCount
    let columns = model.inputShape.count
    origins = RowBuffer(capacity: capacity, columns: columns)
    iterates = RowBuffer(capacity: capacity, columns: columns)
    widened = RowBuffer(capacity: capacity, columns: columns)
    logits = RowBuffer(capacity: capacity, columns: model.classCount)
    objectives = RowBuffer(capacity: capacity, columns: 1)
    scorer =
      switch options.precision {
      case .float:
        PrecisionScorer<Float>(model, capacity: capacity, evaluators.floats[1])
      case .double:
        PrecisionScorer<Double>(model, capacity: capacity, evaluators.doubles[1])
      }
    judge = Judge(
      model, Containment(threat), capacity: capacity, evaluators.doubles[0], evaluators.floats[0])
    labels = Array(repeating: 0, count: capacity)
    aims = labels
    targets = labels
    places = Array(repeating: 0, count: capacity)
    numbers = places
    proposedRows = places
    generators = Array(repeating: SeededGenerator(seed: 0), count: capacity)
  }

  /// Whether the model has an input gradient.
  public var hasInputGradient: Bool { scorer.hasInputGradient }

  /// The true class of a row.
  public func label(row: Int) -> Int { Int(labels[row]) }

  /// The class that a row is to be given; nil for an untargeted goal.
  public func target(row: Int) -> Int? { isTargeted ? Int(targets[row]) : nil }

  /// Puts every row at its origin, drawn to its target if the goal has any.
  func begin(start: Int) {
    isFirstGradient = true
    isAimed = isTargeted
    iterates.pointer.update(from: origins.pointer, count: count * origins.columns)
    for row in 0..<count {
      aims[row] = isTargeted ? targets[row] : -1
      generators[row] = SeededGenerator(
        seed: options.seed, purpose: "attack", index: numbers[row] &* 65_536 &+ start)
    }
  }

  /// Draws the search of every row to a class, whatever the goal is judged by.
  ///
  /// - Parameter aim: The class for a row, other than its label.
  public func aim(_ aim: (Int) -> Int) {
    isAimed = true
    for row in 0..<count { aims[row] = Int32(aim(row)) }
  }

  // MARK: - Evaluations

  /// Computes ``logits`` of the real model at the iterates, in the precision of the search.
  public func evaluate() {
    guard count > 0 else { return }
    fitBuffers()
    scorer.evaluate(iterates, into: logits)
    countQueries()
  }

  /// Computes ``logits`` as gradients are taken of them: under a surrogate the softened network's.
  public func forward() { forward(isRounded: false) }

  private func forward(isRounded: Bool) {
    guard count > 0 else { return }
    fitBuffers()
    scorer.forward(iterates, options.rule, isRounded: isRounded, into: logits)
    countQueries()
    for row in 0..<count { ledger.entries[places[row]].iterations += 1 }
  }

  /// Computes ``gradient`` of the objective at the iterates, and counts a step.
  ///
  /// Rows that look settled are proposed on the way, and may leave.
  ///
  /// - Parameters:
  ///   - loss: The loss of the objective; that of the options by default.
  ///   - observe: Called before rows leave, while ``logits`` are those that the objective is of.
  public func computeGradient(of loss: LogitLoss? = nil, observe: () -> Void = {}) {
    computeGradient(of: loss, isRounded: false, observe)
  }

  /// Moves every iterate as ``step(by:)`` does, and computes the gradient there.
  ///
  /// In Float it is faster than one after the other: no pass over memory is taken twice.
  ///
  /// - Parameter size: The length of the step under the norm of the threat.
  public func computeGradient(afterStep size: Double) {
    guard count > 0 else { return }
    let isRounded = stepBySigns(size)
    if !isRounded { step(by: size) }
    computeGradient(of: nil, isRounded: isRounded) {}
  }

  /// Steps, where balls are boxes, along a gradient that only the scorer holds.
  ///
  /// - Returns: Whether it did.
  func stepBySigns(_ size: Double) -> Bool {
    guard threat.ball.isBox && !isWidened && count > 0 else { return false }
    fitBuffers()
    scorer.signStep(iterates, around: origins, by: size, within: threat)
    return true
  }

  private func computeGradient(of loss: LogitLoss?, isRounded: Bool, _ observe: () -> Void) {
    guard count > 0 else { return }
    forward(isRounded: isRounded)
    objectives.count = count
    labels.lend { labels in
      aims.lend { aims in
        scorer.ascend(
          Objective(
            loss: loss ?? options.loss, rule: options.rule, labels: labels, aims: aims,
            isAimed: isAimed),
          into: objectives.pointer)
      }
    }
    finishGradient()
    observe()
    if options.leavesEarly { proposeApparent() }
  }

  /// Pulls cotangents of the logits back to the inputs of the latest ``forward()``.
  ///
  /// The rows in play must not have changed since.
  ///
  /// - Parameter cotangents: Of shape `[count, classes]`.
  public func pullBack(_ cotangents: RowBuffer<Double>) {
    guard count > 0 else { return }
    cotangents.count = count
    scorer.exponents.update(repeating: 0, count: count)
    scorer.pullBack(cotangents, scorer.exponents)
    finishGradient()
  }

  private func finishGradient() {
    isWidened = false
    guard isFirstGradient else { return }
    isFirstGradient = false
    for row in 0..<count {
      ledger.entries[places[row]].gradientStarts += 1
      if scorer.isZero(row: row) { ledger.entries[places[row]].zeroStarts += 1 }
    }
  }

  /// The direction in which the objective rises, of shape `[count, features]`.
  ///
  /// The gradient of a row is this times 2 to the power of ``exponent(row:)``.
  public var gradient: RowBuffer<Double> {
    if !isWidened { scorer.copyGradient(into: widened) }
    isWidened = true
    return widened
  }

  /// The power of two by which a row of ``gradient`` is to be multiplied.
  public func exponent(row: Int) -> Int { Int(scorer.exponents[row]) }

  private func countQueries() {
    for row in 0..<count { ledger.entries[places[row]].queries += 1 }
  }

  private func fitBuffers() {
    origins.count = count
    iterates.count = count
  }
}
