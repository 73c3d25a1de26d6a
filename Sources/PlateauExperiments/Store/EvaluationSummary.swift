import GRDB

/// What one attack came to on all examples that a store holds of it.
public struct EvaluationSummary: Sendable, Hashable {
  /// What determines the outcomes.
  public let key: EvaluationKey
  /// Whether the attack aimed at classes.
  public let isTargeted: Bool
  /// The number of examples; one with several targets counts once.
  public let examples: Int
  /// The share classified correctly before the attack.
  public let cleanAccuracy: Double
  /// The share classified correctly that stays so, under each target where there are several.
  public let robustAccuracy: Double
}

extension EvaluationStore {
  /// Sums up every attack in the store, in the order in which they were begun.
  ///
  /// - Returns: The rows of the view `robust_accuracy`.
  /// - Throws: `ExperimentError` where the file is damaged or cannot be read, or holds words that
  ///   this version does not know.
  /// - Complexity: O(*outcomes*)
  public func summaries() throws -> [EvaluationSummary] {
    try read { database in
      let sql = "SELECT * FROM robust_accuracy ORDER BY attack_id, is_targeted"
      return try Row.fetchAll(database, sql: sql).map { row in
        EvaluationSummary(
          key: try StoredSettings.key(row, path),
          isTargeted: try row.decode(Bool.self, forColumn: "is_targeted"),
          examples: try row.decode(Int.self, forColumn: "examples"),
          cleanAccuracy: try row.decode(Double.self, forColumn: "clean_accuracy"),
          robustAccuracy: try row.decode(Double.self, forColumn: "robust_accuracy"))
      }
    }
  }
}
