import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// A subproblem in which every neuron is one line, in rational arithmetic.
struct ExactLeaf {
  /// What is known of it.
  enum Answer {
    /// No input of it fulfills the conjunction.
    case empty
    /// An input that does, and the largest inequality there: not above 0.
    case point([Rational], margin: Rational)
  }

  /// Conditions that what enters split neurons fulfills, each at least 0.
  let conditions: [LeafProgram<Rational>.Row]
  /// The sides of inequalities that must be at most 0, or below 0.
  let inequalities: [(row: LeafProgram<Rational>.Row, isStrict: Bool)]
  let deadline: Deadline

  /// Decides whether an input of a box fulfills all inequalities.
  ///
  /// The largest of them is made as small as can be. Where that comes to 0, the largest of those that are
  /// strict is, among inputs that fulfill the others.
  ///
  /// - Parameters:
  ///   - lower: The lower ends of the box.
  ///   - upper: The upper ends.
  /// - Returns: nil where the time is up.
  func answer(_ lower: [Rational], _ upper: [Rational]) -> Answer? {
    let all = inequalities.map(\.row)
    guard !all.isEmpty,
      let first = minimum(of: all, conditions, lower, upper)
    else { return nil }
    guard let point = first.point, first.value <= 0 else { return .empty }
    let strict = inequalities.filter(\.isStrict).map(\.row)
    if strict.isEmpty || first.value < 0 { return .point(point, margin: first.value) }
    let others = inequalities.filter { !$0.isStrict }.map { inequality in
      LeafProgram<Rational>.Row(
        coefficients: inequality.row.coefficients.map { -$0 }, constant: -inequality.row.constant)
    }
    guard let second = minimum(of: strict, conditions + others, lower, upper) else { return nil }
    guard let point = second.point, second.value < 0 else { return .empty }
    return .point(point, margin: 0)
  }

  private func minimum(
    of sums: [LeafProgram<Rational>.Row], _ conditions: [LeafProgram<Rational>.Row],
    _ lower: [Rational], _ upper: [Rational]
  ) -> LeafProgram<Rational>.Solution? {
    var simplex = DualSimplex(
      LeafProgram(sums: sums, conditions: conditions, lower: lower, upper: upper))
    return simplex.solve(pivots: .max) { deadline.hasPassed }
  }
}

extension VerificationSearch {
  /// Decides a subproblem with nothing left to split in rational arithmetic.
  ///
  /// - Returns: Whether the conjunction holds somewhere in it, and where; nil where it is not decided: the
  ///   network is no composition of linear maps and rectifiers, the region is no box, or its ends are no
  ///   numbers of double precision, and what the answer is depends on them.
  func decide(_ leaf: Subproblem) -> ExactLeaf.Answer? {
    guard let exact = exactLeaf(leaf) else { return nil }
    let whole = problem.box
    let largest =
      problem.exactBox ?? (whole.lower.map(Rational.init), whole.upper.map(Rational.init))
    guard let answer = exact.answer(largest.lower, largest.upper) else { return nil }
    guard case .point = answer, problem.exactBox == nil else { return answer }
    let inner = problem.certainBox
    let certain = exact.answer(inner.lower.map(Rational.init), inner.upper.map(Rational.init))
    // Of what is in question between both boxes nothing is known.
    guard case .point = certain, problem.fixed.isEmpty else { return nil }
    return certain
  }

  private func exactLeaf(_ leaf: Subproblem) -> ExactLeaf? {
    let bounds = hiddenBounds()
    let network = ExactNetwork(stages: engines[0].network.stages, deadline: deadline)
    guard network.isSupported, engines[0].network.lastStage.activation == nil else { return nil }
    func line(_ stage: IntervalStage, _ unit: Int) -> (slope: Rational, intercept: Rational)? {
      guard let activation = stage.activation else { return (1, 0) }
      let known = bounds[stage.value - 1]
      guard !known.lower.isEmpty else { return nil }
      var range = NeuronRange(low: known.lower[unit], high: known.upper[unit])
      for split in leaf.splits where split.stage == stage.value - 1 && split.unit == unit {
        range = range.half(of: activation, at: split.point, isAbove: split.isAbove)
      }
      return stage.exactLine(over: range)
    }
    var conditions: [LeafProgram<Rational>.Row] = []
    for split in leaf.splits {
      let sign = Rational(split.isAbove ? 1 : -1)
      guard
        var row = network.row(of: network.stages[split.stage], [(split.unit, sign)], line)
      else { return nil }
      row.constant = row.constant - sign * Rational(split.point)
      conditions.append(row)
    }
    var inequalities: [(row: LeafProgram<Rational>.Row, isStrict: Bool)] = []
    for inequality in problem.conjunctions[leaf.objective] {
      let bound = inequality.bound
      guard bound.lowerBound == bound.upperBound,
        var row = network.row(
          of: engines[0].network.lastStage,
          inequality.terms.map { ($0.output, Rational($0.coefficient)) }, line)
      else { return nil }
      row.constant = row.constant - Rational(bound.lowerBound)
      inequalities.append((row, inequality.isStrict))
    }
    return ExactLeaf(conditions: conditions, inequalities: inequalities, deadline: deadline)
  }
}

extension VerificationProblem {
  /// The box of inputs in real arithmetic; nil where it is no box, or its ends are no numbers of double
  /// precision.
  var exactBox: (lower: [Rational], upper: [Rational])? {
    switch region {
    case .box(let lower, let upper):
      guard (lower + upper).allSatisfy({ $0.lowerBound == $0.upperBound }) else { return nil }
      return (lower.map { Rational($0.lowerBound) }, upper.map { Rational($0.lowerBound) })
    case .ball(let center, let threat):
      guard threat.ball.isBox else { return nil }
      let (epsilon, bounds) = (Rational(threat.epsilon), threat.bounds)
      return (
        center.map { max(Rational($0) - epsilon, Rational(bounds.lowerBound)) },
        center.map { min(Rational($0) + epsilon, Rational(bounds.upperBound)) }
      )
    }
  }
}
