import GRDB
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// A key as a row of the table `attacks`.
enum StoredSettings {
  private static let columns = [
    "model", "data", "attack", "parameters", "norm", "epsilon", "lower_bound", "upper_bound",
    "gradient", "softness", "passes", "precision", "loss", "leaves_early", "seed",
  ]

  /// The identifier of a key's row; nil where it has none.
  static func find(_ key: EvaluationKey, in database: Database) throws -> Int64? {
    let conditions = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
    return try Int64.fetchOne(
      database, sql: "SELECT id FROM attacks WHERE \(conditions)", arguments: arguments(key))
  }

  /// The identifier of a key's row, which is added where it is missing.
  static func findOrAdd(_ key: EvaluationKey, in database: Database) throws -> Int64 {
    if let found = try find(key, in: database) { return found }
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO attacks (\(columns.joined(separator: ", "))) VALUES (\(marks))",
      arguments: arguments(key))
    return database.lastInsertedRowID
  }

  private static func arguments(_ key: EvaluationKey) -> StatementArguments {
    var passes: String?
    if case .surrogate(_, let found) = key.rule { passes = found.rawValue }
    let values: [(any DatabaseValueConvertible)?] = [
      key.model, key.data, key.attack, key.parameters, key.threat.norm.rawValue,
      key.threat.epsilon, key.threat.bounds.lowerBound, key.threat.bounds.upperBound,
      key.rule.name, key.rule.softness, passes, key.precision.rawValue, key.loss.rawValue,
      key.leavesEarly, String(key.seed),
    ]
    return StatementArguments(values)
  }

  /// The key that a row of the table, or of the view, holds.
  static func key(_ row: Row, _ path: String) throws -> EvaluationKey {
    let lower = try row.decode(Double.self, forColumn: "lower_bound")
    let upper = try row.decode(Double.self, forColumn: "upper_bound")
    let epsilon = try row.decode(Double.self, forColumn: "epsilon")
    let seed = try row.decode(String.self, forColumn: "seed")
    guard lower <= upper, lower.isFinite, upper.isFinite, epsilon >= 0, epsilon.isFinite else {
      throw StoreFailure.damaged(
        path, "an attack has the epsilon \(epsilon) in \(lower)...\(upper)")
    }
    guard let seed = UInt64(seed) else { throw unknown(seed, as: "seed", path) }
    return EvaluationKey(
      model: try row.decode(String.self, forColumn: "model"),
      data: try row.decode(String.self, forColumn: "data"),
      attack: try row.decode(String.self, forColumn: "attack"),
      parameters: try row.decode(String.self, forColumn: "parameters"),
      threat: ThreatModel(
        norm: try word(row, "norm", path), epsilon: epsilon, bounds: lower...upper),
      rule: try rule(row, path), precision: try word(row, "precision", path),
      loss: try word(row, "loss", path),
      leavesEarly: try row.decode(Bool.self, forColumn: "leaves_early"), seed: seed)
  }

  private static func rule(_ row: Row, _ path: String) throws -> GradientRule {
    let name = try row.decode(String.self, forColumn: "gradient")
    let softness = try row.decode(Double?.self, forColumn: "softness")
    switch (name, softness) {
    case ("naive", nil): return .naive
    case ("stable", nil): return .stable
    case ("surrogate", let softness?):
      return .surrogate(softness: softness, passes: try word(row, "passes", path))
    default: throw unknown(name, as: "gradient", path)
    }
  }

  private static func word<Word: RawRepresentable<String>>(
    _ row: Row, _ column: String, _ path: String
  ) throws -> Word {
    let text = try row.decode(String.self, forColumn: column)
    guard let word = Word(rawValue: text) else { throw unknown(text, as: column, path) }
    return word
  }

  /// A word that this version does not know.
  static func unknown(_ word: String, as column: String, _ path: String) -> ExperimentError {
    ExperimentError(
      .store,
      "'\(path)' holds the \(column) '\(word)', which Plateau \(plateauVersion) does not know. "
        + "Use the Plateau that wrote it.")
  }
}
