import PlateauData
import PlateauNumerics
import PlateauRobustness
import Synchronization

/// Runs one attack on a model, shard by shard.
struct AttackHarness<Model: AttackableModel> {
  /// The examples that one thread attacks together.
  ///
  /// Many make products fast, few keep all threads busy; each shard packs the weights anew, so that
  /// few examples make two shards and not more. It depends on the number of examples and the model
  /// alone, and so never on threads.
  var shardSize: Int {
    let size =
      switch examples.count {
      case ...256: max(1, (examples.count + 1) / 2)
      case ..<4096: 128
      default: 256
      }
    return min(size, max(1, model.largestBatch))
  }

  let model: Model
  let examples: Examples
  /// The number of each example from which its random numbers derive.
  let indices: [Int]
  let threat: ThreatModel
  let goal: AttackGoal
  let options: AttackOptions

  /// Runs an attack, and tells the calling thread how far it is.
  func run(
    _ attack: some Attack, workers: Workers, progress: ((Double) -> Void)? = nil
  ) -> AttackResult {
    check()
    return attackAll(attack, workers, progress)
  }

  private func check() {
    precondition(examples.shape.count == model.inputShape.count, "examples must fit the input")
    precondition(examples.classCount <= model.classCount, "labels must be classes of the model")
    if case .targeted(let targets) = goal {
      precondition(targets.count == examples.count, "each example has a target")
      precondition(targets.allSatisfy((0..<model.classCount).contains), "targets are classes")
    }
  }

  private func attackAll(
    _ attack: some Attack, _ workers: Workers, _ progress: ((Double) -> Void)?
  ) -> AttackResult {
    let ledger = Ledger(count: examples.count, columns: examples.shape.count)
    var seats: [Trial] = []
    let outcomes = examples.inputs.lend { originals in
      let isTargeted = goal != .untargeted
      let capacity = min(shardSize, examples.count)
      // No more than there is work for.
      let count = min(workers.threads, (examples.count + shardSize - 1) / shardSize)
      let evaluators = SeatEvaluators.all(
        model, options.precision, capacity: capacity, count: count)
      seats = evaluators.map { evaluators in
        Trial(
          model, threat: threat, options: options, isTargeted: isTargeted, capacity: capacity,
          ledger: ledger, originals: originals, evaluators: evaluators)
      }
      let places = Seats(threads: workers.threads)
      let done = Atomic<Int>(0)
      workers.run(count: examples.count, by: shardSize) { range, thread in
        attackShard(attack, range, seats[places.seat(of: thread)]) {
          let finished = done.wrappingAdd(range.count, ordering: .relaxed).newValue
          // The calling thread is the first.
          guard thread == 0, let progress else { return }
          progress(Double(finished) / Double(examples.count * attack.starts))
        }
      }
      return ledger.outcomes(from: originals)
    }
    return AttackResult(
      threat: threat, outcomes: outcomes, adversarial: ledger.adversarial.matrix())
  }

  private func attackShard(
    _ attack: some Attack, _ range: Range<Int>, _ trial: Trial, _ finishStart: () -> Void
  ) {
    load(range, into: trial)
    judgeOriginals(trial)
    for start in 0..<attack.starts {
      if trial.count > 0 {
        trial.begin(start: start)
        attack.search(trial, start: start)
      }
      finishStart()
    }
  }

  private func load(_ range: Range<Int>, into trial: Trial) {
    trial.count = range.count
    let columns = examples.shape.count
    for (row, index) in range.enumerated() {
      let label = Int32(examples.labels[index])
      trial.labels[row] = label
      if case .targeted(let targets) = goal { trial.targets[row] = Int32(targets[index]) }
      trial.places[row] = index
      trial.numbers[row] = indices[index]
      Double.kernels.fromSingles(
        count: columns, trial.originals + index * columns, into: trial.origins.row(row))
    }
  }

  /// Notes what is misclassified from the start, and leaves it out where examples leave early.
  private func judgeOriginals(_ trial: Trial) {
    let judge = trial.judge
    let columns = examples.shape.count
    for row in 0..<trial.count {
      let origin = trial.originals + trial.places[row] * columns
      judge.inputs.row(row).update(from: origin, count: columns)
      (trial.ledger.adversarial.pointer + trial.places[row] * columns).update(
        from: origin, count: columns)
    }
    judge.evaluateExactly(rows: trial.count)
    for row in 0..<trial.count {
      let place = trial.places[row]
      // Whatever the goal: what is wrong already is no success of the attack.
      guard judge.isMisclassified(row: row, label: Int(trial.labels[row])) else { continue }
      trial.ledger.entries[place].isMisclassified = true
      trial.ledger.entries[place].isSettled = true
    }
    if options.leavesEarly { trial.compact() }
    for row in 0..<trial.count where trial.isTargeted && trial.targets[row] == trial.labels[row] {
      preconditionFailure("a target is the true class")
    }
  }
}
