public import PlateauAttacks
public import PlateauData
import PlateauNumerics
import PlateauRobustness

/// Runs attacks through a store: batch by batch, leaving out what is there.
///
/// ```swift
/// let evaluation = StoredEvaluation(store, model: try network.fingerprint(), on: data.test)
/// let key = EvaluationKey(
///   model: evaluation.model, data: evaluation.data, attack: attack.name,
///   parameters: "steps=40 restarts=5", threat: threat)
/// let result = try evaluation.run(key, examples: Array(0..<1000)) { numbers in
///   attack(network, on: data.test.selecting(numbers), within: threat)
/// }
/// ```
public struct StoredEvaluation: Sendable {
  /// The network's fingerprint.
  public let model: String
  /// The fingerprint of the examples.
  public let data: String
  /// The most examples that one transaction takes, and so that a killed process loses.
  public let batchSize: Int
  private let store: EvaluationStore
  private let inputs: Matrix<Float>

  /// Prepares evaluations of one model on one split.
  ///
  /// - Parameters:
  ///   - store: Where outcomes are kept.
  ///   - model: The network's fingerprint.
  ///   - examples: The whole split that examples are numbered in.
  ///   - batchSize: The most examples in a batch, at least 1.
  /// - Complexity: one pass over the examples, for their fingerprint.
  public init(
    _ store: EvaluationStore, model: String, on examples: Examples, batchSize: Int = 512
  ) {
    precondition(batchSize > 0, "a batch has an example")
    self.store = store
    self.model = model
    self.batchSize = batchSize
    data = examples.fingerprint
    inputs = examples.inputs
  }

  /// Attacks the examples that the store does not have, and joins what is there with what is new.
  ///
  /// The examples are cut into batches by their place in the order asked for, whatever the store
  /// has. A batch is in the store whole or not at all, so a run that continues another with the
  /// same examples and batch size calls the attack with the same batches, and gives the same bits.
  ///
  /// - Parameters:
  ///   - key: What determines the outcomes; of this model and these examples.
  ///   - numbers: The examples, each once.
  ///   - targets: The class aimed at in each of them; nil for an untargeted attack.
  ///   - body: Attacks the examples of the numbers it is given, in their order. It may throw to stop;
  ///     batches before that stay.
  /// - Returns: The outcomes and the perturbed examples, in the order of `numbers`.
  /// - Throws: `ExperimentError` where the store cannot be read or written, and what `body` throws.
  public func run(
    _ key: EvaluationKey, examples numbers: [Int], targets: [Int]? = nil,
    body: (_ numbers: [Int]) throws -> AttackResult
  ) throws -> AttackResult {
    precondition(key.model == model && key.data == data, "the key is of another model or split")
    precondition(Set(numbers).count == numbers.count, "each example is asked for once")
    precondition(targets.map { $0.count == numbers.count } ?? true, "each example has a target")
    var outcomes: [AttackOutcome] = []
    var adversarial = Matrix<Float>(rows: numbers.count, columns: inputs.columns)
    for first in stride(from: 0, to: numbers.count, by: batchSize) {
      let places = first..<min(first + batchSize, numbers.count)
      let batch = Array(numbers[places])
      let aims = targets.map { Array($0[places]) }
      var known = try store.outcomes(for: key, at: batch, targets: aims)
      let missing = batch.indices.filter { !(known[batch[$0]].map(isWhole) ?? false) }
      if !missing.isEmpty {
        let asked = missing.map { batch[$0] }
        let new = stored(
          try body(asked), asked, targets: aims.map { all in missing.map { all[$0] } })
        try store.record(new, for: key)
        for outcome in new { known[outcome.example] = outcome }
      }
      for (place, number) in zip(places, batch) {
        guard let stored = known[number] else { preconditionFailure("every example is known") }
        outcomes.append(stored.outcome)
        try put(stored, number, into: &adversarial, row: place)
      }
    }
    return AttackResult(threat: key.threat, outcomes: outcomes, adversarial: adversarial)
  }

  /// What the store has on an example, or else what `body` finds, which is put there.
  ///
  /// - Throws: `ExperimentError` where the store cannot be read or written, and what `body` throws.
  public func proof(
    _ key: ProofKey, example: Int, body: () throws -> StoredProof
  ) throws -> StoredProof {
    precondition(key.model == model && key.data == data, "the key is of another model or split")
    if let known = try store.proof(for: key, at: example) { return known }
    let made = try body()
    try store.record(made, for: key)
    return made
  }

  /// Whether the perturbed example is kept too, or is the input.
  private func isWhole(_ stored: StoredOutcome) -> Bool {
    stored.adversarial != nil || stored.outcome.isUnchanged
  }

  /// What is kept of a result: a perturbed example only where it differs from the input.
  private func stored(
    _ result: AttackResult, _ numbers: [Int], targets: [Int]?
  ) -> [StoredOutcome] {
    precondition(result.outcomes.count == numbers.count, "the attack leaves out an example")
    precondition(result.adversarial.columns == inputs.columns, "the attack changes the shape")
    return numbers.enumerated().map { place, number in
      let row = result.adversarial.row(place)
      let outcome = result.outcomes[place]
      // Not on the outcome's word alone: -0 equals 0, but has other bits.
      let isInput =
        outcome.isUnchanged
        && zip(row, inputs.row(number)).allSatisfy { $0.bitPattern == $1.bitPattern }
      return StoredOutcome(
        example: number, target: targets?[place], outcome: outcome,
        adversarial: isInput ? nil : Array(row))
    }
  }

  private func put(
    _ stored: StoredOutcome, _ number: Int, into matrix: inout Matrix<Float>, row: Int
  ) throws {
    let values = stored.adversarial.map { $0[...] } ?? inputs.row(number)
    guard values.count == matrix.columns else {
      throw StoreFailure.damaged(
        store.path,
        "example \(number) has \(values.count) values, its input has \(matrix.columns)")
    }
    let start = row * matrix.columns
    matrix.elements.replaceSubrange(start..<start + matrix.columns, with: values)
  }
}
