import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// One search.
final class SplitRun {
  let verifier: BranchAndBound
  let problem: VerificationProblem
  let workers: Workers
  let settings: SplitSettings
  /// By thread.
  var engines: [SplitEngine]
  let check: CounterexampleCheck
  private let deadline: ContinuousClock.Instant?
  var queue = SubproblemQueue()
  var subproblems = 0
  /// The lowest bound of what is settled, by conjunction.
  var margins: [Double]
  /// Conjunctions of which a part could neither be proven nor split.
  var exhausted: Set<Int> = []
  /// The tightest bounds over the whole region, by conjunction.
  var rootBounds: [Int: Double] = [:]
  /// The inputs where bounds over the whole region are taken, by conjunction.
  var starts: [Int: [Double]] = [:]

  init(_ verifier: BranchAndBound, _ problem: VerificationProblem, _ workers: Workers) {
    self.verifier = verifier
    self.problem = problem
    self.workers = workers
    settings = verifier.settings
    engines = Self.engines(verifier.plan, problem, verifier.settings, workers)
    check = CounterexampleCheck(stages: verifier.plan.stages, problem: problem)
    margins = problem.conjunctions.map { _ in .infinity }
    deadline = verifier.settings.timeout.map { ContinuousClock.now + $0 }
  }

  static func engines(
    _ plan: LinearPlan, _ problem: VerificationProblem, _ settings: SplitSettings,
    _ workers: Workers
  ) -> [SplitEngine] {
    let capacity = SplitEngine.capacity(plan)
    return (0..<workers.threads).map { _ in
      SplitEngine(plan, problem, settings, capacity: capacity)
    }
  }

  /// Why to stop, if so.
  func stop(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer.Reason? {
    if let deadline, ContinuousClock.now >= deadline { return .timeout }
    let state = BranchAndBound.Progress(
      subproblems: subproblems, open: queue.count, lowest: queue.lowest)
    return progress(state) ? nil : .stopped
  }

  func result(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationResult {
    let answer = search(progress)
    for subproblem in queue.all { settle(subproblem) }
    if case .holds = answer {} else { lose() }
    return VerificationResult(answer: answer, subproblems: subproblems, margins: margins)
  }

  /// Of conjunctions that were not bounded again the bound over the whole region is known, if any.
  private func lose() {
    for index in margins.indices where margins[index] == .infinity {
      margins[index] = rootBounds[index] ?? -.infinity
    }
  }

  /// Takes the bounds over the whole region for a part whose own are not above 0.
  func lose(_ conjunctions: [Int]) {
    for index in conjunctions {
      margins[index] = min(margins[index], rootBounds[index] ?? -.infinity)
    }
  }

  private func search(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer {
    guard !problem.conjunctions.isEmpty else { return .holds }
    if let reason = stop(progress) { return .unknown(reason) }
    // A center is the first candidate; of conjunctions without inequalities the only one needed.
    let (lower, upper) = problem.certainBox
    if let found = counterexample(zip(lower, upper).map { 0.5 * $0 + 0.5 * $1 }) { return found }
    if let reason = boundRoot(optimizes: false, progress) { return .unknown(reason) }
    if let found = solveRoot(steps: settings.method == .interval ? nil : 0) { return found }
    guard !queue.isEmpty || !exhausted.isEmpty else { return .holds }
    if let reason = stop(progress) { return .unknown(reason) }
    if let found = attack() { return found }
    if settings.method == .complete, splitsInputs { return splitInputs(progress) }
    if settings.method.isOptimized {
      if let reason = boundRoot(optimizes: true, progress) { return .unknown(reason) }
      reduce()
      if let found = solveRoot(steps: settings.rootIterations) { return found }
    }
    guard settings.method == .complete || queue.isEmpty else { return .unknown(.bounds) }
    while !queue.isEmpty {
      if let reason = stop(progress) { return .unknown(reason) }
      if queue.bytes > settings.memoryLimit { return .unknown(.memory) }
      if 2 * queue.bytes > settings.memoryLimit { queue.preferDeepest() }
      if let found = round() { return found }
    }
    return ended
  }

  private var ended: VerificationAnswer { exhausted.isEmpty ? .holds : .unknown(.exhausted) }

  /// Takes the bound of a part that is not split any more.
  func settle(_ subproblem: Subproblem) {
    margins[subproblem.conjunction] = min(margins[subproblem.conjunction], subproblem.bound)
  }

  /// The answer that a point is, if it is one.
  func counterexample(_ point: [Double]) -> VerificationAnswer? {
    let (lower, upper) = problem.certainBox
    let inside = point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
    guard let conjunction = check.conjunction(at: inside) else { return nil }
    let outputs = outputs(at: [inside])
    return .violated(
      .init(input: inside, outputs: outputs.elements, conjunction: conjunction))
  }

  /// The outputs at points, in double precision.
  func outputs(at points: [[Double]]) -> Matrix<Double> {
    let width = verifier.plan.stages[0].inputs
    let inputs = RowBuffer<Double>(capacity: points.count, columns: width)
    for (row, point) in points.enumerated() { inputs.row(row).update(from: point, count: width) }
    let logits = RowBuffer<Double>(
      capacity: points.count, columns: verifier.plan.lastStage.outputs)
    verifier.network.makeEvaluator(Double.self, capacity: points.count)
      .evaluate(inputs, into: logits)
    return logits.matrix()
  }
}
