import GRDB
import PlateauRobustness

extension EvaluationStore {
  /// The number that stands for an untargeted attack where the file has a target.
  private static let untargeted = -1

  /// Takes outcomes from the store.
  ///
  /// - Parameters:
  ///   - key: What determines the outcomes.
  ///   - examples: The numbers of the examples asked for.
  ///   - targets: The class aimed at in each of them; nil for an untargeted attack.
  /// - Returns: Those outcomes that are there, by the example's number.
  /// - Precondition: each example has a target, or none has.
  /// - Throws: `ExperimentError` where the file is damaged or cannot be read.
  /// - Complexity: O(*examples* · log *outcomes*)
  public func outcomes(
    for key: EvaluationKey, at examples: [Int], targets: [Int]? = nil
  ) throws -> [Int: StoredOutcome] {
    precondition(targets.map { $0.count == examples.count } ?? true, "each example has a target")
    return try read { database in
      guard let attack = try StoredSettings.find(key, in: database) else { return [:] }
      let statement = try database.cachedStatement(sql: Self.selection)
      var found: [Int: StoredOutcome] = [:]
      for (place, example) in examples.enumerated() {
        let target = targets?[place]
        let row = try Row.fetchOne(
          statement, arguments: [attack, example, target ?? Self.untargeted])
        guard let row else { continue }
        found[example] = StoredOutcome(
          example: example, target: target, outcome: try outcome(row),
          adversarial: try row.decode(FloatBytes?.self, forColumn: "input")?.values)
      }
      return found
    }
  }

  /// Adds outcomes to the store, all of them or, where that fails, none.
  ///
  /// An outcome that is there already stays as it is.
  ///
  /// - Parameters:
  ///   - batch: The outcomes.
  ///   - key: What determined them.
  /// - Throws: `ExperimentError` where the disk is full, the file cannot be written, another
  ///   process holds it, or a number breaks a rule of the store, such as a size that is NaN.
  public func record(_ batch: [StoredOutcome], for key: EvaluationKey) throws {
    try write { database in
      let attack = try StoredSettings.findOrAdd(key, in: database)
      let outcomes = try database.cachedStatement(sql: Self.insertion)
      let inputs = try database.cachedStatement(sql: Self.inputInsertion)
      for stored in batch {
        let place: [any DatabaseValueConvertible] = [
          attack, stored.example, stored.target ?? Self.untargeted,
        ]
        try outcomes.execute(arguments: StatementArguments(place + values(of: stored.outcome)))
        if let adversarial = stored.adversarial {
          try inputs.execute(arguments: StatementArguments(place + [FloatBytes(adversarial)]))
        }
      }
    }
  }
}

// MARK: - Rows

extension EvaluationStore {
  private static let columns = """
    is_success, is_misclassified, is_unchanged, has_zero_gradient, is_precision_dependent, \
    l_infinity, l2, l1, l0, queries, iterations, stop
    """

  private static let selection = """
    SELECT \(columns), input FROM outcomes LEFT JOIN adversarial USING (attack, example, target)
    WHERE attack = ? AND example = ? AND target = ?
    """

  // Not OR IGNORE, which would pass over broken rules as well.
  private static let insertion = """
    INSERT INTO outcomes (attack, example, target, \(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  private static let inputInsertion = """
    INSERT INTO adversarial (attack, example, target, input) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING
    """

  private func values(of outcome: AttackOutcome) -> [any DatabaseValueConvertible] {
    [
      outcome.isSuccess, outcome.isMisclassified, outcome.isUnchanged, outcome.hasZeroGradient,
      outcome.isPrecisionDependent, outcome.size.lInfinity, outcome.size.l2, outcome.size.l1,
      outcome.size.l0, outcome.queries, outcome.iterations, outcome.stop.rawValue,
    ]
  }

  private func outcome(_ row: Row) throws -> AttackOutcome {
    let word = try row.decode(String.self, forColumn: "stop")
    guard let stop = AttackOutcome.Stop(rawValue: word) else {
      throw StoredSettings.unknown(word, as: "stop", path)
    }
    return AttackOutcome(
      isSuccess: try row.decode(Bool.self, forColumn: "is_success"),
      isMisclassified: try row.decode(Bool.self, forColumn: "is_misclassified"),
      size: PerturbationSize(
        lInfinity: try row.decode(Double.self, forColumn: "l_infinity"),
        l2: try row.decode(Double.self, forColumn: "l2"),
        l1: try row.decode(Double.self, forColumn: "l1"),
        l0: try row.decode(Int.self, forColumn: "l0")),
      isUnchanged: try row.decode(Bool.self, forColumn: "is_unchanged"),
      hasZeroGradient: try row.decode(Bool.self, forColumn: "has_zero_gradient"),
      isPrecisionDependent: try row.decode(Bool.self, forColumn: "is_precision_dependent"),
      queries: try row.decode(Int.self, forColumn: "queries"),
      iterations: try row.decode(Int.self, forColumn: "iterations"), stop: stop)
  }
}
