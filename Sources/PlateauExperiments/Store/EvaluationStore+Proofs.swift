import GRDB
import PlateauCertification
import PlateauNumerics
import PlateauRobustness

extension EvaluationStore {
  private static let columns = """
    model, data, method, parameters, norm, epsilon, lower_bound, upper_bound, example
    """

  private static let selection = """
    SELECT answer, margin, input FROM proofs WHERE (\(columns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private static let insertion = """
    INSERT INTO proofs (\(columns), answer, margin, input)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  /// Takes what is known of an example from the store.
  ///
  /// - Returns: What is known; nil where nothing is there.
  /// - Throws: `ExperimentError` where the file is damaged or cannot be read.
  public func proof(for key: ProofKey, at example: Int) throws -> StoredProof? {
    try read { database in
      // A store of the first version, opened only to read it, has no such table.
      guard try database.tableExists("proofs") else { return nil }
      let statement = try database.cachedStatement(sql: Self.selection)
      guard
        let row = try Row.fetchOne(
          statement, arguments: StatementArguments(values(key, example)))
      else { return nil }
      let word = try row.decode(String.self, forColumn: "answer")
      guard let answer = CertificationReport.Answer(rawValue: word) else {
        throw StoredSettings.unknown(word, as: "answer", path)
      }
      return StoredProof(
        example: example, answer: answer,
        margin: try row.decode(Double?.self, forColumn: "margin"),
        input: try row.decode(FloatBytes?.self, forColumn: "input")?.values)
    }
  }

  /// Adds what is known of an example; what is there already stays as it is.
  ///
  /// - Throws: `ExperimentError` where the disk is full, the file cannot be written, or another
  ///   process holds it.
  public func record(_ proof: StoredProof, for key: ProofKey) throws {
    try write { database in
      let last: [(any DatabaseValueConvertible)?] = [
        proof.answer.rawValue, proof.margin, proof.input.map { FloatBytes($0) },
      ]
      try database.cachedStatement(sql: Self.insertion)
        .execute(arguments: StatementArguments(values(key, proof.example) + last))
    }
  }

  private func values(_ key: ProofKey, _ example: Int) -> [(any DatabaseValueConvertible)?] {
    [
      key.model, key.data, key.method.rawValue, key.parameters, key.threat.norm.rawValue,
      key.threat.epsilon, key.threat.bounds.lowerBound, key.threat.bounds.upperBound, example,
    ]
  }
}
