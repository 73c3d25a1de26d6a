import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Minimization of ‖x′ − x‖² + c·max(0, confidence − margin(x′)) by Adam in variables that cannot
/// leave the box, with a binary search for the smallest weight c that succeeds.
///
/// The distance is measured in units of the box's width, so that the weights mean the same for every
/// box. x′ is the middle of the box plus half its width times tanh w; w begins at the example, drawn in
/// by 10⁻⁶ so that it is finite. The margin is that of the largest other logit over the label's, or
/// of the target's over the largest other. Each example has its own c, begun at 10⁻³, ten times
/// larger until one succeeds, then halfway between the last that failed and the last that
/// succeeded. Where `abortsEarly`, a minimization ends when the loss of an example has not fallen
/// by a ten-thousandth in a tenth of the iterations. Peers look at the sum over the batch, which
/// goes on falling as long as any example gains; by itself an example of a saturated network gains
/// nothing for long on a plateau, and ending there misses what the iterations would have found.
///
/// The closest adversarial point of all minimizations is proposed. The distance is ℓ2 under every
/// norm of the threat. Under a surrogate the gradient of
/// the margin is the softened network's, its value the real one's.
///
/// Source: N. Carlini and D. Wagner, "Towards Evaluating the Robustness of Neural Networks", 2017,
/// sections V and VI.
public struct CarliniWagner: Attack {
  /// `cw`.
  public var name: String { "cw" }
  /// Search steps, iterations, rate, confidence and the first weight.
  public var parameters: String {
    "search=\(searchSteps) iterations=\(iterations) rate=\(rate) confidence=\(confidence)"
      + " weight=\(weight)" + (abortsEarly ? " aborting" : "")
  }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The number of weights tried, at least 1.
  public let searchSteps: Int
  /// The steps of each minimization, at least 1.
  public let iterations: Int
  /// The learning rate of Adam, positive.
  public let rate: Double
  /// The margin beyond which nothing is gained, not negative.
  public let confidence: Double
  /// The first weight of the margin, positive.
  public let weight: Double
  /// Whether a minimization that makes no progress ends: faster and weaker on saturated networks.
  public let abortsEarly: Bool

  /// Creates the attack.
  ///
  /// - Precondition: the numbers lie in their ranges.
  public init(
    searchSteps: Int = 9, iterations: Int = 1000, rate: Double = 0.01, confidence: Double = 0,
    weight: Double = 1e-3, abortsEarly: Bool = false
  ) {
    precondition(searchSteps >= 1 && iterations >= 1, "numbers are positive")
    precondition(rate > 0 && rate.isFinite && weight > 0 && weight.isFinite, "rates are positive")
    precondition(confidence >= 0 && confidence.isFinite, "the confidence is not negative")
    self.searchSteps = searchSteps
    self.iterations = iterations
    self.rate = rate
    self.confidence = confidence
    self.weight = weight
    self.abortsEarly = abortsEarly
  }

  /// The buffers kept for the rows.
  private struct Memory {
    /// w, its two moments under Adam, and the points where it begins, of the box and of w.
    let variables: RowBuffer<Double>
    let means: RowBuffer<Double>
    let squares: RowBuffer<Double>
    let centers: RowBuffer<Double>
    /// The closest adversarial point.
    let closest: RowBuffer<Double>
    let progress: RowRecords<Progress>

    init(_ trial: Trial) {
      let columns = trial.iterates.columns
      variables = trial.vectors("variables", columns: columns)
      means = trial.vectors("means", columns: columns)
      squares = trial.vectors("squares", columns: columns)
      centers = trial.vectors("centers", columns: columns)
      closest = trial.vectors("closest", columns: columns)
      progress = trial.records("progress", initially: Progress())
    }
  }

  /// How the search of a row stands.
  private struct Progress: BitwiseCopyable {
    /// The weight c of the margin, and the last ones that failed and succeeded.
    var weight = 0.0
    var failed = 0.0
    var succeeded = Double.infinity
    /// The number of weights tried.
    var tried = 0
    /// The steps of the present minimization, and whether it has succeeded.
    var step = 0
    var hasSucceeded = false
    /// The loss when progress was last looked for.
    var lossBefore = Double.infinity
    /// The squared distance of the closest adversarial point; infinite before any.
    var size = Double.infinity

    /// Notes how a weight did, and chooses the next.
    mutating func narrow() {
      tried += 1
      if hasSucceeded { succeeded = weight } else { failed = weight }
      weight = succeeded.isInfinite ? weight * 10 : (failed + succeeded) / 2
    }
  }

  /// Minimizes for one weight after the other, and proposes the closest adversarial point.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let memory = Memory(trial)
    for row in 0..<trial.count {
      memory.progress[row] = Progress(weight: weight)
      begin(trial, memory, row: row)
      memory.centers.row(row).update(
        from: trial.iterates.row(row), count: trial.iterates.columns)
    }
    while trial.count > 0 {
      trial.computeGradient(of: .margin)
      if case .surrogate = trial.options.rule, !trial.options.leavesEarly { trial.evaluate() }
      var isFinished = false
      for row in 0..<trial.count where advance(trial, memory, row: row) { isFinished = true }
      if isFinished { finish(trial, memory) }
    }
  }

  /// Puts a row at its example, and forgets the moments.
  private func begin(_ trial: Trial, _ memory: Memory, row: Int) {
    let columns = trial.iterates.columns
    let (middle, half) = box(trial)
    let origin = trial.origins.row(row)
    let variable = memory.variables.row(row)
    let iterate = trial.iterates.row(row)
    for index in 0..<columns {
      let inner = (origin[index] - middle) / half * 0.999999
      variable[index] = Elementary.atanh(inner)
      iterate[index] = middle + half * inner
    }
    memory.means.row(row).clear(count: columns)
    memory.squares.row(row).clear(count: columns)
    memory.progress[row].step = 0
    memory.progress[row].hasSucceeded = false
    memory.progress[row].lossBefore = .infinity
  }

  private func box(_ trial: Trial) -> (middle: Double, half: Double) {
    let bounds = trial.threat.bounds
    return ((bounds.upperBound + bounds.lowerBound) / 2, trial.threat.width / 2)
  }

  /// Takes the gradient of a row, and moves it on; returns whether its last minimization ended.
  private func advance(_ trial: Trial, _ memory: Memory, row: Int) -> Bool {
    keepClosest(trial, memory, row: row)
    let loss = descend(trial, memory, row: row)
    let step = memory.progress[row].step
    memory.progress[row].step += 1
    var ends = step + 1 >= iterations
    if abortsEarly && step % max(1, (iterations + 9) / 10) == 0 {
      ends = ends || !(loss <= 0.9999 * memory.progress[row].lossBefore)
      memory.progress[row].lossBefore = loss
    }
    guard ends else { return false }
    memory.progress[row].narrow()
    guard memory.progress[row].tried < searchSteps else { return true }
    begin(trial, memory, row: row)
    return false
  }

  /// Notes an adversarial iterate, and keeps it if it is the closest.
  private func keepClosest(_ trial: Trial, _ memory: Memory, row: Int) {
    guard trial.reachesGoal(row: row), trial.margin(row: row) >= confidence
    else { return }
    memory.progress[row].hasSucceeded = true
    let iterate = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    var size = 0.0
    for index in 0..<trial.iterates.columns {
      let change = iterate[index] - origin[index]
      size += change * change
    }
    guard size < memory.progress[row].size else { return }
    memory.progress[row].size = size
    memory.closest.row(row).update(from: iterate, count: trial.iterates.columns)
  }

  /// Takes a step of Adam; returns the loss before it.
  private func descend(_ trial: Trial, _ memory: Memory, row: Int) -> Double {
    let columns = trial.iterates.columns
    let (middle, half) = box(trial)
    let weight = memory.progress[row].weight
    let shortfall = max(0, confidence - trial.margin(row: row))
    // Where the margin is wide enough it has no part in the gradient.
    let factor =
      shortfall > 0
      ? -weight * Double(sign: .plus, exponent: trial.exponent(row: row), significand: 1) : 0
    let iterate = trial.iterates.row(row)
    let center = memory.centers.row(row)
    let gradient = trial.gradient.row(row)
    let variable = memory.variables.row(row)
    let mean = memory.means.row(row)
    let square = memory.squares.row(row)
    let step = Double(memory.progress[row].step + 1)
    let unit = 1 / (trial.threat.width * trial.threat.width)
    let meanCorrection = 1 / (1 - Elementary.pow(0.9, step))
    let squareCorrection = 1 / (1 - Elementary.pow(0.999, step))
    var squares = 0.0
    for index in 0..<columns {
      let change = iterate[index] - center[index]
      squares += change * change
      let inner = (iterate[index] - middle) / half
      let slope =
        (2 * unit * change + factor * gradient[index]) * half * (1 - inner) * (1 + inner)
      mean[index] = 0.9 * mean[index] + 0.1 * slope
      square[index] = 0.999 * square[index] + 0.001 * slope * slope
      variable[index] -=
        rate * mean[index] * meanCorrection
        / ((square[index] * squareCorrection).squareRoot() + 1e-8)
      iterate[index] = middle + half * Elementary.tanh(variable[index])
    }
    return unit * squares + weight * shortfall
  }

  /// Proposes the closest points of rows that have tried every weight, and dismisses them.
  private func finish(_ trial: Trial, _ memory: Memory) {
    for row in 0..<trial.count where isFinished(memory, row) {
      guard memory.progress[row].size.isFinite else { continue }
      trial.iterates.row(row).update(
        from: memory.closest.row(row), count: trial.iterates.columns)
    }
    trial.propose { isFinished(memory, $0) }
    trial.dismiss { isFinished(memory, $0) }
  }

  private func isFinished(_ memory: Memory, _ row: Int) -> Bool {
    memory.progress[row].tried >= searchSteps
  }
}
