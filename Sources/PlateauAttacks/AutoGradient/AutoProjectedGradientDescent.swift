public import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Projected gradient descent with momentum that chooses its own step sizes.
///
/// From a random point at distance ε it takes steps of 2ε at first. At checkpoints that come closer
/// and closer, an example whose objective did not rise often enough, or whose best point did not
/// change, goes back to that point with half the step. With `targets` the starts are drawn one after
/// the other to the classes whose logits at the unperturbed example are largest, the label left out.
///
/// Under a targeted goal every start is drawn to the goal's class.
///
/// Source: F. Croce and M. Hein, "Reliable evaluation of adversarial robustness with an ensemble of
/// diverse parameter-free attacks", 2020, section 3, algorithm 1; the initial point, checkpoints
/// and targets are those of the authors' program.
public struct AutoProjectedGradientDescent: Attack {
  /// `apgd-ce`, `apgd-dlr` or `apgd-margin`; `apgd-t` with targets, `apgd-t-ce` and
  /// `apgd-t-margin` under other losses than the logit ratio.
  public var name: String {
    switch (loss, targets > 0) {
    case (.crossEntropy, false): "apgd-ce"
    case (.logitRatio, false): "apgd-dlr"
    case (.margin, false): "apgd-margin"
    case (.crossEntropy, true): "apgd-t-ce"
    case (.logitRatio, true): "apgd-t"
    case (.margin, true): "apgd-t-margin"
    }
  }
  /// Steps, restarts, the share of rising steps that keeps a step size, and targets.
  public var parameters: String {
    "steps=\(steps) restarts=\(restarts) rho=\(rho)" + (targets > 0 ? " targets=\(targets)" : "")
  }
  /// The loss that is ascended, whatever the options say.
  ///
  /// The logit ratio needs 3 classes, and 4 towards a target: it is constant with fewer, or says
  /// less, and the margin takes its place.
  public let loss: LogitLoss
  /// The number of steps of each start, at least 1.
  public let steps: Int
  /// The number of starts for each target, at least 1; all are random.
  public let restarts: Int
  /// The share of steps between checkpoints that must have raised the objective, in `0...1`.
  public let rho: Double
  /// The number of classes aimed at; 0 to ascend the loss of the label.
  ///
  /// A model with fewer classes beside the label has as many starts fewer.
  public let targets: Int

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `restarts` are positive, `rho` is a share, `targets` not negative.
  public init(
    loss: LogitLoss = .crossEntropy, steps: Int = 100, restarts: Int = 1, rho: Double = 0.75,
    targets: Int = 0
  ) {
    precondition(steps >= 1 && restarts >= 1, "at least one step from one start")
    precondition((0...1).contains(rho), "rho is a share")
    precondition(targets >= 0, "the number of targets is not negative")
    self.loss = loss
    self.steps = steps
    self.restarts = restarts
    self.rho = rho
    self.targets = targets
  }

  /// Targets times restarts.
  public var starts: Int { max(1, targets) * restarts }

  /// Climbs from one random point and proposes the best point met.
  ///
  /// For a model without input gradient it proposes the example itself.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    if targets > 0 && !trial.isTargeted {
      let available = min(targets, trial.classCount - 1)
      let rank = start / restarts
      guard rank < available else { return }
      if start == 0 { rankClasses(trial, available) }
      let ranking = trial.vectors("ranking", columns: available)
      trial.aim { Int(ranking.row($0)[rank]) }
    }
    trial.moveToRandomEdge()
    climb(trial)
  }

  /// Keeps, for every row, the classes but the label in descending order of their logits.
  private func rankClasses(_ trial: Trial, _ available: Int) {
    trial.evaluate()
    let ranking = trial.vectors("ranking", columns: available)
    for row in 0..<trial.count {
      let logits = trial.logits.row(row)
      let label = trial.label(row: row)
      for rank in 0..<available {
        var best = -1
        for candidate in 0..<trial.classCount where candidate != label {
          // Ranks that are taken: equal logits stand in the order of their classes.
          if rank > 0 {
            let last = Int(ranking.row(row)[rank - 1])
            let isTaken =
              logits[candidate] > logits[last]
              || (logits[candidate] == logits[last] && candidate <= last)
            if isTaken { continue }
          }
          if best < 0 || logits[candidate] > logits[best] { best = candidate }
        }
        ranking.row(row)[rank] = Double(best < 0 ? (label + 1) % trial.classCount : best)
      }
    }
  }

  private func climb(_ trial: Trial) {
    let memory = AutoStepMemory(trial, rho: rho)
    let loss = effectiveLoss(trial)
    trial.computeGradient(of: loss) { memory.noteObjectives(of: loss) }
    memory.begin()
    var window = max(1, Int(0.22 * Double(steps)))
    let least = max(1, Int(0.06 * Double(steps)))
    let decrement = max(1, Int(0.03 * Double(steps)))
    var taken = 0
    for step in 0..<steps where trial.count > 0 {
      memory.move(momentum: step > 0 ? 0.25 : 0)
      trial.computeGradient(of: loss) { memory.noteObjectives(of: loss) }
      memory.keepBest()
      taken += 1
      if taken == window {
        memory.check(window: window)
        window = max(window - decrement, least)
        taken = 0
      }
    }
    memory.returnToBest()
    trial.propose()
  }

  private func effectiveLoss(_ trial: Trial) -> LogitLoss {
    guard loss == .logitRatio else { return loss }
    return trial.classCount < (trial.isAimed ? 4 : 3) ? .margin : .logitRatio
  }
}
