import GRDB
import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Queries that the documentation of the store shows")
struct DocumentedQueryTests {
  /// The page, found from this file.
  private static let page =
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    + "/docs/evaluation-store.md"

  /// The blocks of SQL, in order.
  private static func queries() throws -> [String] {
    let text = String(decoding: try FileBytes.read(page), as: UTF8.self)
    return text.split(separator: "```sql\n", omittingEmptySubsequences: false).dropFirst().map {
      String($0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex))
    }
  }

  private func stored(
    _ example: Int, target: Int? = nil, isSuccess: Bool, l2: Double = 0,
    isMisclassified: Bool = false,
    hasZeroGradient: Bool = false
  ) -> StoredOutcome {
    var outcome = StoreSamples.outcome(
      isSuccess: isSuccess, isMisclassified: isMisclassified, isUnchanged: l2 == 0,
      size: PerturbationSize(lInfinity: l2 / 2, l2: l2, l1: 2 * l2, l0: l2 == 0 ? 0 : 4))
    outcome.hasZeroGradient = hasZeroGradient
    return StoredOutcome(
      example: example, target: target, outcome: outcome,
      adversarial: l2 == 0 ? nil : [0, 1, 2, 3])
  }

  /// Four examples under a usual and a stable gradient; one of them with two targets.
  private func fill(_ store: EvaluationStore) throws {
    let usual = StoreSamples.key {
      $0.rule = .naive
      $0.precision = .float
    }
    try store.record(
      [
        stored(0, isSuccess: true, isMisclassified: true),
        stored(1, isSuccess: false, hasZeroGradient: true),
        stored(2, isSuccess: false, l2: 0.5), stored(3, isSuccess: true, l2: 0.5),
      ], for: usual)
    try store.record(
      [
        stored(0, isSuccess: true, isMisclassified: true), stored(1, isSuccess: true, l2: 0.25),
        stored(2, isSuccess: false, l2: 0.125), stored(3, isSuccess: true, l2: 1),
        stored(2, target: 0, isSuccess: false, l2: 0.125),
        stored(2, target: 1, isSuccess: true, l2: 0.75),
      ], for: StoreSamples.key)
  }

  @Test func `they run, and answer what the text says`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/evaluation.sqlite"
    try fill(try EvaluationStore(path))
    var configuration = Configuration()
    configuration.readonly = true
    let answers = try DatabaseQueue(path: path, configuration: configuration).read { database in
      try Self.queries().map { query in
        try Row.fetchAll(database, sql: query).map { row in
          row.databaseValues.map { $0.isNull ? "" : "\($0.storage.value ?? "")" }
            .joined(separator: "|")
        }
      }
    }
    #expect(
      answers == [
        [
          "pgd|stable||double|0.1|1|1.0|0.0", "pgd|stable||double|0.1|4|0.75|0.25",
          "pgd|naive||float|0.1|4|0.75|0.5",
        ],
        ["4|2|0.25"],
        ["1"],
        ["1|0.125|0.25|4", "3|0.25|0.5|4", "2|0.375|0.75|4"],
      ])
  }

  @Test func `the header's numbers are those of the page`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/evaluation.sqlite"
    _ = try EvaluationStore(path)
    let page = String(decoding: try FileBytes.read(Self.page), as: UTF8.self)
    let (application, version) = try DatabaseQueue(path: path).read {
      (
        try Int.fetchOne($0, sql: "PRAGMA application_id"),
        try Int.fetchOne($0, sql: "PRAGMA user_version")
      )
    }
    #expect(page.contains("| `PRAGMA application_id` | \(try #require(application)) ("))
    #expect(page.contains("| `PRAGMA user_version` | \(try #require(version)), "))
  }

  @Test func `every column is on the page`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/evaluation.sqlite"
    _ = try EvaluationStore(path)
    let page = String(decoding: try FileBytes.read(Self.page), as: UTF8.self)
    let names = try DatabaseQueue(path: path).read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT columns.name FROM sqlite_master AS tables
          JOIN pragma_table_info(tables.name) AS columns WHERE tables.type IN ('table', 'view')
          """)
    }
    #expect(names.count == 39)
    for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
  }
}
