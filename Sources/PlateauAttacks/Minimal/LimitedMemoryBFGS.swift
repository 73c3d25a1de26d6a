import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import RealModule

/// Minimization of c·‖x′ − x‖² + cross-entropy(x′, target) in the box, by a limited-memory
/// quasi-Newton method, with a search for the largest weight c that still succeeds.
///
/// The distance is measured in units of the box's width, so that weights mean the same for every box.
/// Without a target it is c·‖x′ − x‖² less the cross-entropy of the label. The distance is ℓ2 under
/// every norm of the threat.
///
/// Each example has a history of its own, and all step together. Values and gradients come from the
/// same function: under a surrogate both are the softened network's, and only the end of a
/// minimization is judged by the real one; under a surrogate of the backward pass alone they do not
/// fit each other, and the line search soon fails. The search over c begins anew at the example each
/// time: ten times larger after a success, ten times smaller after a failure, and between the two,
/// once both are known, by the geometric mean.
///
/// It differs from L-BFGS-B of R. Byrd, P. Lu, J. Nocedal and C. Zhu, "A limited memory algorithm
/// for bound constrained optimization", 1995, in how it finds the values to hold at their bounds:
/// by the sign of the gradient, instead of along the piecewise linear path of steepest descent.
///
/// Source: C. Szegedy et al., "Intriguing properties of neural networks", 2014, section 4.1.
public struct LimitedMemoryBFGS: Attack {
  /// `lbfgs`.
  public var name: String { "lbfgs" }
  /// The first weight of the distance, the weights tried, iterations and memory.
  public var parameters: String {
    "weight=\(weight) search=\(searchSteps) iterations=\(iterations) memory=\(memory)"
  }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The weight c of the squared distance that is tried first, positive.
  public let weight: Double
  /// The number of weights tried, at least 1: no search.
  public let searchSteps: Int
  /// The steps of each minimization, at least 1.
  public let iterations: Int
  /// The pairs of moves and gradient changes that are remembered, at least 1.
  public let memory: Int

  /// Creates the attack.
  ///
  /// - Precondition: the weight is positive, the numbers at least 1.
  public init(
    weight: Double = 0.01, searchSteps: Int = 8, iterations: Int = 1000, memory: Int = 10
  ) {
    precondition(weight > 0 && weight.isFinite, "the distance has a weight")
    precondition(searchSteps >= 1 && iterations >= 1 && memory >= 1, "numbers are positive")
    self.weight = weight
    self.searchSteps = searchSteps
    self.iterations = iterations
    self.memory = memory
  }

  /// Minimizes for one weight after the other, and proposes each minimizer.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let shape = BoxMinimization.Shape(
      count: trial.iterates.columns, memory: memory, iterations: iterations,
      lower: trial.threat.bounds.lowerBound, upper: trial.threat.bounds.upperBound,
      roundoff: trial.options.precision == .float ? 0x1p-23 : 0x1p-52)
    let problems = trial.state(0, columns: shape.columns)
    let weights = trial.state(1, columns: WeightSearch.columns)
    for row in 0..<trial.count {
      BoxMinimization(shape, in: problems.row(row)).begin()
      WeightSearch(in: weights.row(row)).begin(at: weight)
    }
    while trial.count > 0 {
      trial.computeGradient(of: .crossEntropy)
      var hasEnded = false
      for row in 0..<trial.count {
        let problem = BoxMinimization(shape, in: problems.row(row))
        advance(problem, weight: WeightSearch(in: weights.row(row)).weight, trial, row: row)
        if problem.isDone {
          hasEnded = true
          trial.iterates.row(row).update(from: problem.point, count: shape.count)
        }
      }
      if hasEnded { settle(trial, shape, problems, weights) }
    }
  }

  /// Hands a problem the value and gradient at its iterate.
  private func advance(_ problem: BoxMinimization, weight: Double, _ trial: Trial, row: Int) {
    let iterate = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let gradient = trial.gradient.row(row)
    let scale = -Double(sign: .plus, exponent: trial.exponent(row: row), significand: 1)
    let factor = weight / (trial.threat.width * trial.threat.width)
    var squares = 0.0
    for index in 0..<trial.iterates.columns {
      let distance = iterate[index] - origin[index]
      squares += distance * distance
      gradient[index] = scale * gradient[index] + 2 * factor * distance
    }
    let value = factor * squares - trial.objectives[row, 0]
    problem.advance(iterate, value: value, gradient: gradient)
  }

  /// Proposes the minimizers found, and goes on with the next weight or dismisses them.
  private func settle(
    _ trial: Trial, _ shape: BoxMinimization.Shape, _ problems: RowBuffer<Double>,
    _ weights: RowBuffer<Double>
  ) {
    trial.evaluate()
    for row in 0..<trial.count where BoxMinimization(shape, in: problems.row(row)).isDone {
      WeightSearch(in: weights.row(row)).narrow(succeeded: trial.reachesGoal(row: row))
    }
    trial.propose { BoxMinimization(shape, in: problems.row($0)).isDone }
    for row in 0..<trial.count {
      let problem = BoxMinimization(shape, in: problems.row(row))
      guard problem.isDone, WeightSearch(in: weights.row(row)).tried < searchSteps else { continue }
      problem.begin()
      trial.iterates.row(row).update(from: trial.origins.row(row), count: shape.count)
    }
    trial.dismiss { BoxMinimization(shape, in: problems.row($0)).isDone }
  }
}
