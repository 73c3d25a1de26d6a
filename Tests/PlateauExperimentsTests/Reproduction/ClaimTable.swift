import GoldenValues
import PlateauExperiments
import Testing

/// Tables of claims in `Tests/Fixtures/reproduction`.
///
/// `PLATEAU_RECORD=1` writes them anew, where a change of them is meant.
enum ClaimTable {
  /// Expects the claims of a table, each with its verdict.
  ///
  /// - Throws: `DataError` where the table cannot be read or written.
  static func expect(
    _ claims: [ClaimRecord], in name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = claims.map { "\($0.verdict.rawValue)  \($0.claim)" }
    let expected = try Fixture.lines(of: "reproduction/" + name) { found }
    #expect(
      found == expected,
      """
      Other claims or verdicts than in \(name). Found, and not there:
      \(found.filter { !expected.contains($0) }.joined(separator: "\n"))
      There, and not found:
      \(expected.filter { !found.contains($0) }.joined(separator: "\n"))
      A reproduction has the same numbers on every machine: what it measures has changed. Where that \
      is meant, record the table anew with PLATEAU_RECORD=1.
      """, sourceLocation: sourceLocation)
  }
}
