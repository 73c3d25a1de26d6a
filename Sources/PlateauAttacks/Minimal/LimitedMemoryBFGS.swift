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
    let problems = Problems(trial, shape)
    for row in 0..<trial.count {
      problems[row].begin()
      problems.weights[row] = WeightSearch(from: weight)
    }
    while trial.count > 0 {
      trial.computeGradient(of: .crossEntropy)
      var hasEnded = false
      for row in 0..<trial.count {
        let problem = problems[row]
        advance(problem, weight: problems.weights[row].weight, trial, row: row)
        if problem.isDone {
          hasEnded = true
          trial.iterates.row(row).update(from: problem.point, count: shape.count)
        }
      }
      if hasEnded { settle(trial, problems) }
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
  private func settle(_ trial: Trial, _ problems: Problems) {
    trial.evaluate()
    for row in 0..<trial.count where problems[row].isDone {
      problems.weights[row].narrow(succeeded: trial.reachesGoal(row: row))
    }
    trial.propose { problems[$0].isDone }
    for row in 0..<trial.count {
      let problem = problems[row]
      guard problem.isDone, problems.weights[row].tried < searchSteps else { continue }
      problem.begin()
      trial.iterates.row(row).update(
        from: trial.origins.row(row), count: trial.iterates.columns)
    }
    trial.dismiss { problems[$0].isDone }
  }

  /// The minimizations of the rows, and the weights of their distances.
  private struct Problems {
    let weights: RowRecords<WeightSearch>
    private let shape: BoxMinimization.Shape
    private let progress: RowRecords<BoxMinimization.Progress>
    private let vectors: RowBuffer<Double>

    init(_ trial: Trial, _ shape: BoxMinimization.Shape) {
      self.shape = shape
      weights = trial.records("weights", initially: WeightSearch(from: 0))
      progress = trial.records("progress", initially: BoxMinimization.Progress())
      vectors = trial.vectors("problems", columns: shape.columns)
    }

    subscript(row: Int) -> BoxMinimization {
      BoxMinimization(shape, progress.pointer(row), in: vectors.row(row))
    }
  }
}
