import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// One search.
final class VerificationSearch {
  let verifier: BranchAndBound
  let problem: VerificationProblem
  let workers: Workers
  let settings: SplitSettings
  /// By thread.
  lazy var engines = firstEngines()
  let memory: SearchMemory
  let check: CounterexampleCheck
  /// When to give up.
  let deadline: Deadline
  /// Whether a counterexample counts.
  var confirm: (VerificationAnswer.Counterexample) -> Bool = { _ in true }
  /// The first counterexample that did not.
  var unconfirmed: VerificationAnswer.Counterexample?
  var queue = PartQueue<Subproblem>()
  var subproblems = 0
  /// The lowest bound of what is settled, by conjunction.
  var margins: [Double]
  /// Conjunctions of which a part could neither be proven nor split.
  var exhausted: Set<Int> = []
  /// The search among parts of a box, where there are few inputs.
  var inputs: InputSearch?
  /// The products that subproblems have taken, nearly.
  var work = 0.0
  /// What splits of neurons will take.
  var forecast: SplitForecast?
  /// The splits of each side of a neuron in the next refinement.
  var refinementRounds: Int
  /// The tightest bounds over the whole region, by conjunction.
  var rootBounds: [Int: Double] = [:]
  /// The inputs where bounds over the whole region are taken, by conjunction.
  var starts: [Int: [Double]] = [:]

  /// Evaluates points, a few at a time.
  lazy var evaluator: any Evaluator<Double> = firstEvaluator()
  lazy var pointsAtATime = max(
    1, min(64, Int(0x1p30 / max(1, verifier.bounded.multiplyAdds))))

  init(
    _ verifier: BranchAndBound, _ problem: VerificationProblem, _ workers: Workers,
    until deadline: Deadline, memory: SearchMemory? = nil
  ) {
    self.memory = memory ?? SearchMemory()
    self.verifier = verifier
    self.problem = problem
    self.workers = workers
    settings = verifier.settings
    refinementRounds = settings.refinementRounds
    self.deadline = deadline
    check = CounterexampleCheck(
      stages: verifier.bounded.stages, problem: problem, deadline: deadline)
    margins = problem.conjunctions.map { _ in .infinity }
  }

  private func firstEngines() -> [SubproblemBounds] {
    if memory.engines.isEmpty {
      memory.engines = Self.engines(verifier.bounded, problem, settings, workers)
    }
    for engine in memory.engines { engine.problem = problem }
    return memory.engines
  }

  private func firstEvaluator() -> any Evaluator<Double> {
    let evaluator =
      memory.evaluator
      ?? verifier.network.makeEvaluator(Double.self, capacity: pointsAtATime)
    memory.evaluator = evaluator
    return evaluator
  }

  static func engines(
    _ network: BoundedNetwork, _ problem: VerificationProblem, _ settings: SplitSettings,
    _ workers: Workers
  ) -> [SubproblemBounds] {
    let capacity = SubproblemBounds.capacity(network)
    return (0..<workers.threads).map { _ in
      SubproblemBounds(network, problem, settings, capacity: capacity)
    }
  }

  /// Why to stop, if so.
  func stop(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer.Reason? {
    if deadline.hasPassed { return .timeout }
    if let limit = settings.processLimit, ProcessMemory.resident > limit { return .memory }
    let state = BranchAndBound.Progress(
      subproblems: subproblems, open: queue.count, lowest: queue.lowest)
    return progress(state) ? nil : .stopped
  }

  func result(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationResult {
    var answer = search(progress)
    let margins = allMargins(answer)
    if case .violated = answer {
      unconfirmed = nil
    } else if unconfirmed != nil {
      answer = .unknown(.rounding)
    }
    return VerificationResult(
      answer: answer, unconfirmed: unconfirmed, subproblems: subproblems, margins: margins)
  }

  /// The best of what either search knows of each conjunction, and the bound over the whole region.
  private func allMargins(_ answer: VerificationAnswer) -> [Double] {
    for subproblem in queue.all { settle(subproblem) }
    if case .holds = answer, let inputs, inputs.isProven {
      for (index, margin) in inputs.margins.enumerated() where margin < .infinity {
        margins[index] = margin
      }
    }
    if case .holds = answer { return margins }
    return margins.indices.map { index in
      margins[index] == .infinity
        ? rootBounds[index] ?? -.infinity : max(margins[index], rootBounds[index] ?? -.infinity)
    }
  }

  /// Looks for a counterexample, and bounds nothing.
  func attackAlone() -> VerificationResult {
    let found = problem.conjunctions.isEmpty ? .holds : candidate() ?? attackBriefly()
    margins = problem.conjunctions.map { _ in -.infinity }
    return VerificationResult(
      answer: found ?? .unknown(deadline.hasPassed ? .timeout : .bounds), subproblems: 0,
      margins: margins)
  }

  private func search(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer {
    guard !problem.conjunctions.isEmpty else { return .holds }
    if let reason = stop(progress) { return .unknown(reason) }
    if let found = candidate() { return found }
    // Of large networks it takes less time than bounds.
    if verifier.isLarge, let found = attackBriefly() { return found }
    // Before the memory of bounds is allocated.
    if let reason = stop(progress) { return .unknown(reason) }
    // Half of the time is left for the attack, and half of that for what comes after it.
    let half = settings.method == .complete ? 0.5 : 1
    let reason = boundRoot(optimizes: false, until: deadline.part(half), progress)
    // What is lost over the region may be bounded over parts.
    if let reason, reason != .exhausted || !(settings.method == .complete && splitsInputs) {
      return .unknown(reason)
    }
    if let found = solveRoot(steps: settings.method == .interval ? nil : 0) { return found }
    guard !queue.isEmpty || !exhausted.isEmpty else { return .holds }
    if let reason = stop(progress) { return .unknown(reason) }
    let open = Set(queue.all.map(\.objective)).union(exhausted).sorted()
    let found = attack(
      open, isShort: settings.method != .complete, until: deadline.part(half))
    if let found { return found }
    if settings.method == .complete, splitsInputs {
      beginInputs(open)
      if let answer = splitInputsAlone(progress) { return answer }
    }
    if settings.method.isOptimized {
      let reason = boundRoot(optimizes: true, until: deadline.part(half), progress)
      if let reason, reason != .exhausted || inputs == nil { return .unknown(reason) }
      if reason == nil { reduce() }
      if let found = solveRoot(steps: settings.rootIterations) { return found }
    }
    guard settings.method == .complete || queue.isEmpty else {
      return .unknown(deadline.hasPassed ? .timeout : .bounds)
    }
    forecast = SplitForecast(queue)
    return split(progress)
  }

  /// Splits inputs for as long as it takes to bound the whole region tightly, or much longer where there
  /// are few.
  ///
  /// - Returns: The answer, if it is found by then.
  private func splitInputsAlone(
    _ progress: (BranchAndBound.Progress) -> Bool
  ) -> VerificationAnswer? {
    let parts = problem.inputs <= Self.fewInputs ? 16_384.0 : 64
    while let inputs, inputs.work < parts * partWork {
      if let answer = inputs.isProven ? .holds : splitInputs() { return answer }
      if let reason = stop(progress) { return .unknown(reason) }
      if self.inputs?.parts.isEmpty == true { break }
    }
    return self.inputs?.isProven == true ? .holds : nil
  }

  /// Splits neurons and inputs in turn, so that both have the same share of the work, until one search
  /// or the other has proven everything.
  private func split(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer {
    let share = problem.inputs <= Self.fewInputs ? 4.0 : 1
    let start = inputs?.work ?? 0
    while true {
      if queue.isEmpty, exhausted.isEmpty { return .holds }
      if inputs?.isProven == true { return .holds }
      if let reason = stop(progress) { return .unknown(reason) }
      let bytes = queue.bytes + (inputs?.parts.bytes ?? 0)
      if bytes > settings.memoryLimit { return .unknown(.memory) }
      if 2 * queue.bytes > settings.memoryLimit { queue.preferDeepest() }
      let hasParts = inputs.map { !$0.parts.isEmpty && $0.exhausted.isEmpty } ?? false
      if hasParts, queue.isEmpty || (inputs?.work ?? 0) - start <= share * work {
        if let found = splitInputs() { return found }
      } else if !queue.isEmpty {
        if let found = needsRefinement ? refine(progress) : round() { return found }
      } else {
        return ended
      }
    }
  }

  /// The answer that a first candidate is, if one is.
  ///
  /// Of conjunctions without inequalities the center is the only one needed. At 0 conditions of
  /// stability hold with equality.
  private func candidate() -> VerificationAnswer? {
    let center = center
    if let found = counterexample(center) { return found }
    let origin = center.map { _ in 0.0 }
    guard problem.inputs <= Self.fewInputs, center != origin, check.isInside(origin) else {
      return nil
    }
    return counterexample(origin)
  }

  /// What one short start for each conjunction finds.
  private func attackBriefly() -> VerificationAnswer? {
    attack(Array(problem.conjunctions.indices), isShort: true, until: deadline.part(0.5))
  }

  /// The middle of the smallest box.
  var center: [Double] {
    let (lower, upper) = problem.certainBox
    return zip(lower, upper).map { 0.5 * $0 + 0.5 * $1 }
  }

  private var ended: VerificationAnswer {
    if exhausted.isEmpty { return .holds }
    return .unknown(deadline.hasPassed ? .timeout : .exhausted)
  }

  /// Takes the bound of a part that is not split any more.
  func settle(_ subproblem: Subproblem) {
    margins[subproblem.objective] = min(margins[subproblem.objective], subproblem.bound)
  }
}
